# shellcheck shell=bash
# What the platform's scripts share, on top of the cluster's: ports, secrets, fetching from Maven, waiting for a URL.
# STATE, PORT_OFFSET and TEST_REALMS may be set before it is read.

# shellcheck source=../cluster/lib.sh
source "$(cd "$(dirname "${BASH_SOURCE[0]}")/../cluster" && pwd)/lib.sh"

PLATFORM=$ROOT/deploy/local/platform
SECRETS=$STATE/secrets
CA=$STATE/ca
PORT_OFFSET=${PORT_OFFSET:-0}
TEST_REALMS=${TEST_REALMS:-false}
KEYCLOAK_PORT=$((8443 + PORT_OFFSET))
KEYCLOAK_MANAGEMENT_PORT=$((9002 + PORT_OFFSET))
POSTGRES_PORT=$((5433 + PORT_OFFSET))
KEYCLOAK_URL=https://localhost:$KEYCLOAK_PORT
ACCOUNTS="scientist team-admin scientist-routing platform finance finance-second auditor"

die() {
  printf 'freihafen: %s\n' "$*" >&2
  exit 1
}

# pom_property NAME: the one place for versions is the root pom.
pom_property() {
  sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$ROOT/pom.xml" | head -1
}

# fetch GROUP:ARTIFACT:VERSION:TYPE FOLDER: a file of Maven Central, through Maven's own cache and mirrors.
fetch() {
  mkdir -p "$2" "$LOG"
  "$ROOT/deploy/local/mvn.sh" -q -N org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact="$1" -DoutputDirectory="$2" >"$LOG/fetch.log" 2>&1 ||
    { tail -n 5 "$LOG/fetch.log" >&2; die "$1 could not be fetched from Maven Central: look at the network or at the mirror in ~/.m2/settings.xml, then call this again"; }
}

# secret NAME: the content of .local/secrets/NAME, made up on first use (24 random bytes), readable by the owner alone.
secret() {
  local file=$SECRETS/$1
  if [ ! -s "$file" ]; then
    mkdir -p "$SECRETS"
    chmod 700 "$SECRETS"
    (umask 077 && openssl rand -hex 24 >"$file.new" && mv "$file.new" "$file")
  fi
  cat "$file"
}

# wait_url SECONDS WHAT PROGRAM URL: until it answers 2xx; a line every ten seconds, and the program's last words when it fails.
wait_url() {
  local limit=$1 what=$2 program=$3 url=$4 begun=$SECONDS spoken=0 waited
  until curl -fsS --max-time 5 ${CA_FILE:+--cacert "$CA_FILE"} -o /dev/null "$url" 2>/dev/null; do
    waited=$((SECONDS - begun))
    if ! pid_of "$program" >/dev/null; then
      fail_program "$what" "$program" "has ended"
    elif [ $waited -ge "$limit" ]; then
      fail_program "$what" "$program" "did not answer at $url within $limit s"
    elif [ $waited -ge $((spoken + 10)) ]; then
      spoken=$waited
      say "$what: still starting (${waited} s)"
    fi
    sleep 0.3
  done
}

fail_program() { # WHAT PROGRAM REASON
  printf '%s\n' "--- last lines of $LOG/$2.log" >&2
  tail -n 20 "$LOG/$2.log" >&2 || true
  die "$1 $3. Read $LOG/$2.log; 'make down' and 'make up' start from nothing."
}

# port_free PORT WHAT: refuses early, with the owner's name, instead of a stack trace later.
port_free() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null ||
    die "port $1, which $2 needs, is taken by another program: end that program ('ss -ltnp sport = :$1' names it), then call this again"
}
