#!/usr/bin/env bash
# The API from the sources with hot reload, in the place of the one that runs; the platform's own comes back at the end.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in ca keycloak postgres programs; do source "$PLATFORM/$part.sh"; done

JAVA_HOME=$("$ROOT/deploy/local/jdk.sh")
export JAVA_HOME
pid_of postgres >/dev/null || die "the platform does not run: 'make start' first"
stop platform-api
! curl -s -o /dev/null "$API_URL" || die "something else answers at $API_URL, perhaps another 'make dev': end it first"
give_back() {
  build_programs
  start_api
  say "the platform's own API is back"
}
trap give_back EXIT
api_environment
"$ROOT/deploy/local/mvn.sh" -Dquick -Dmaven.test.skip=true -pl platform-api -am quarkus:dev
