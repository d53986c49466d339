# shellcheck shell=bash
# Keycloak: unpacked and built once into the cache, run with its data in the state folder.

KEYCLOAK_BUILD_OPTIONS="--db=dev-file --health-enabled=true --metrics-enabled=true --features-disabled=kerberos,organization"
KEYCLOAK_HOME=$STATE/keycloak

# prepare_keycloak: sets KEYCLOAK_DIST to the built distribution.
prepare_keycloak() {
  local version key work
  version=$(pom_property keycloak.version)
  key=$(echo "$version $KEYCLOAK_BUILD_OPTIONS" | sha256sum | cut -c1-16)
  KEYCLOAK_DIST=$CACHE/keycloak/$version-$key
  [ ! -d "$KEYCLOAK_DIST" ] || return 0
  say "Keycloak $version: fetching and building it (once; about a minute)"
  mkdir -p "$CACHE/keycloak"
  work=$(mktemp -d "$CACHE/keycloak/.new.XXXXXX")
  fetch "org.keycloak:keycloak-quarkus-dist:$version:zip" "$work"
  python3 -m zipfile -e "$work"/*.zip "$work/unpacked"
  # shellcheck disable=SC2086
  JAVA_HOME=$JAVA_HOME bash "$work/unpacked/keycloak-$version/bin/kc.sh" build $KEYCLOAK_BUILD_OPTIONS >"$LOG/keycloak-build.log" 2>&1 ||
    { tail -n 20 "$LOG/keycloak-build.log" >&2; die "Keycloak could not be built; see $LOG/keycloak-build.log"; }
  mv -T "$work/unpacked/keycloak-$version" "$KEYCLOAK_DIST" 2>/dev/null || true # another start may have been faster
  rm -rf "$work"
}

# The realm files with this installation's secrets. Data of an older realm template is thrown away: accounts keep their ids.
render_realms() {
  local name mode="" key
  for name in $ACCOUNTS; do secret "$name.password" >/dev/null; done
  for name in freihafen-web operator-local; do secret "$name.secret" >/dev/null; done
  secret keycloak-admin.password >/dev/null
  [ "$TEST_REALMS" = false ] || mode=--test
  mkdir -p "$KEYCLOAK_HOME"
  for name in conf lib providers themes; do ln -sfn "$KEYCLOAK_DIST/$name" "$KEYCLOAK_HOME/$name"; done
  (umask 077 && python3 "$PLATFORM/realms.py" --secrets "$SECRETS" --out "$KEYCLOAK_HOME/import" $mode)
  key=$(cat "$KEYCLOAK_HOME/import"/*.json | sha256sum | cut -c1-16)-${KEYCLOAK_DIST##*/}
  if [ "$(cat "$KEYCLOAK_HOME/imported" 2>/dev/null)" != "$key" ]; then
    stop keycloak
    rm -rf "$KEYCLOAK_HOME/data"
    mkdir -p "$KEYCLOAK_HOME/data"
    echo "$key" >"$KEYCLOAK_HOME/imported"
  fi
  ln -sfn ../import "$KEYCLOAK_HOME/data/import"
}

start_keycloak() {
  prepare_keycloak
  render_realms
  pid_of keycloak >/dev/null && return 0
  port_free "$KEYCLOAK_PORT" Keycloak
  port_free "$KEYCLOAK_MANAGEMENT_PORT" "Keycloak's management"
  KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=$(secret keycloak-admin.password) \
    start keycloak "$JAVA_HOME/bin/java" -Xms64m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxMetaspaceSize=256m \
    -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED \
    --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED \
    --add-opens=java.base/java.security=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    -Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory \
    -Dpicocli.disable.closures=true -Dkc.home.dir="$KEYCLOAK_HOME" -Djboss.server.config.dir="$KEYCLOAK_HOME/conf" \
    -cp "$KEYCLOAK_DIST/lib/quarkus-run.jar" io.quarkus.bootstrap.runner.QuarkusEntryPoint \
    start --optimized --import-realm --cache=local --http-host=127.0.0.1 --https-port="$KEYCLOAK_PORT" --hostname="$KEYCLOAK_URL" \
    --https-certificate-file="$CA/localhost.crt" --https-certificate-key-file="$CA/localhost.key" \
    --http-management-port="$KEYCLOAK_MANAGEMENT_PORT" --http-management-scheme=http
}

wait_keycloak() {
  wait_url 180 Keycloak keycloak "http://127.0.0.1:$KEYCLOAK_MANAGEMENT_PORT/health/ready"
  CA_FILE=$CA/ca.crt wait_url 30 "Keycloak's realm" keycloak "$KEYCLOAK_URL/realms/freihafen/.well-known/openid-configuration"
  say "Keycloak is ready: $KEYCLOAK_URL/realms/freihafen"
}
