#!/usr/bin/env bash
# A month end on a twentieth of the demo month, through the real API with PostgreSQL and Keycloak, on ports and in a state
# folder of their own beside a running platform; no cluster. DIVISOR=1 takes the whole month; KEEP=DIR keeps its files.
# Prints "N passed, N failed".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FREIHAFEN_STATE=${FREIHAFEN_TEST_STATE:-$(cd "$here/../.." && pwd)/target/demo-month-test}
rm -rf "$FREIHAFEN_STATE"
mkdir -p "$FREIHAFEN_STATE"
PORT_OFFSET=720
source "$here/../local/platform/lib.sh"
for part in ca keycloak postgres programs; do source "$PLATFORM/$part.sh"; done
API_PORT=8180 WORKSPACE_PORT=8181 MANAGEMENT_PORT=9180
passed=0 failed=0

finish() {
  local code=$?
  stop platform-api || true
  "$PLATFORM/services.sh" down --state "$STATE" --port-offset $PORT_OFFSET >/dev/null 2>&1 || true
  if [ $code = 0 ]; then rm -rf "$STATE"; else failed=$((failed + 1)) && echo "what it left is in $STATE" >&2; fi
  echo "$passed passed, $failed failed"
}
trap finish EXIT

"$PLATFORM/services.sh" up --state "$STATE" --port-offset $PORT_OFFSET >/dev/null
JAVA_HOME=$("$ROOT/deploy/local/jdk.sh")
export JAVA_HOME
build_programs
# A cluster that does not answer: months need none.
mkdir -p "$STATE/kube"
printf '%s\n' 'apiVersion: v1' 'kind: Config' 'clusters: [{name: none, cluster: {server: "https://127.0.0.1:9"}}]' \
  'contexts: [{name: none, context: {cluster: none, user: none}}]' 'current-context: none' 'users: [{name: none, user: {}}]' \
  >"$STATE/kube/platform-api.kubeconfig"
(
  api_environment
  export QUARKUS_HTTP_PORT=$API_PORT FREIHAFEN_WORKSPACES_PORT=$WORKSPACE_PORT QUARKUS_MANAGEMENT_PORT=$MANAGEMENT_PORT
  start platform-api "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$PROGRAMS/platform-api/quarkus-run.jar"
)
wait_url 300 "the API" platform-api "http://localhost:$MANAGEMENT_PORT/q/health/live"

demo() {
  "$here/demo_month.py" --state "$STATE" --api "http://localhost:$API_PORT" --keycloak "$KEYCLOAK_URL" --divisor "${DIVISOR:-20}" --folder "$STATE/demo"
}
demo
passed=$((passed + 1))
[ -z "${KEEP:-}" ] || cp -r "$STATE/demo/." "$KEEP/"
cp "$STATE/demo/closed.json" "$STATE/first.json"
cp "$STATE/demo/statement.pdf" "$STATE/first.pdf"
again=$(demo)
[[ $again == *"closed already"* ]]
cmp "$STATE/first.json" "$STATE/demo/closed.json"
cmp "$STATE/first.pdf" "$STATE/demo/statement.pdf"
passed=$((passed + 1))
