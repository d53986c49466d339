#!/usr/bin/env bash
# services.sh up|down|env [--state DIR] [--port-offset N] [--test]
# Keycloak and PostgreSQL alone, beside a running platform if the state folder and the ports differ.
#   --state DIR       where data, logs, secrets and the CA go (default .local)
#   --port-offset N   added to the ports 8443, 9002 and 5433
#   --test            the realm gets the clients that tests of bad tokens need, a second realm 'foreign' comes with it,
#                     and PostgreSQL does not wait for the disk
# env prints what a test needs to know, as NAME=value lines.
set -euo pipefail

action=${1:-}
[ $# = 0 ] || shift
while [ $# -gt 0 ]; do
  case "$1" in
    --state) mkdir -p "$2" && FREIHAFEN_STATE=$(cd "$2" && pwd) && shift ;;
    --port-offset) PORT_OFFSET=$2 && shift ;;
    --test) TEST_REALMS=true ;;
    *) action=help ;;
  esac
  shift
done
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in ca keycloak postgres; do source "$PLATFORM/$part.sh"; done

services_env() {
  printf '%s\n' "KEYCLOAK_URL=$KEYCLOAK_URL" "ISSUER=$KEYCLOAK_URL/realms/freihafen" "CA=$CA/ca.crt" "SECRETS=$SECRETS" \
    "JDBC_URL=jdbc:postgresql://127.0.0.1:$POSTGRES_PORT/freihafen" "POSTGRES_PORT=$POSTGRES_PORT" "STATE=$STATE"
}

case "$action" in
  up)
    JAVA_HOME=$("$ROOT/deploy/local/jdk.sh")
    export JAVA_HOME
    mkdir -p "$STATE" "$LOG" "$RUN"
    make_ca
    start_keycloak
    start_postgres
    wait_postgres
    wait_keycloak
    services_env
    ;;
  down)
    stop keycloak
    stop_postgres
    say "Keycloak and PostgreSQL are stopped (their data is in $STATE)"
    ;;
  env) services_env ;;
  *)
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac
