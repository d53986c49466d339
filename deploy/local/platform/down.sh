#!/usr/bin/env bash
# Ends everything that up.sh started and leaves nothing behind but the cache.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in ca keycloak postgres programs; do source "$PLATFORM/$part.sh"; done

if [ "$(kind)" = foreign ]; then
  say "a cluster of your own: the platform's teams, kinds and rights are taken out of it"
  admin delete teams.freihafen.dev --all --timeout=120s || say "teams are left: see their message with kubectl get teams"
fi
for program in operator platform-api; do
  ! pid_of "$program" >/dev/null || say "ending the ${program#platform-}"
  stop "$program"
done
if [ "$(kind)" = foreign ]; then
  admin delete --ignore-not-found -f "$ROOT/deploy/rbac" -f "$ROOT/deploy/crds" >/dev/null
fi
say "ending Keycloak and PostgreSQL"
stop keycloak
stop_postgres
code=0
"$CLUSTER" down || code=$?
if [ $code != 0 ]; then
  say "the state folder $STATE is kept, since something is left; read the lines above, then 'make down' again"
  exit $code
fi
rm -rf "$STATE"
