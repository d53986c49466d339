#!/usr/bin/env bash
# Ends everything that up.sh started and leaves nothing behind but the cache.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in ca keycloak postgres programs; do source "$PLATFORM/$part.sh"; done

if [ "$(cat "$STATE/cluster-kind" 2>/dev/null)" = foreign ]; then
  say "a cluster of your own: the platform's teams, kinds and rights are taken out of it"
  admin delete teams.freihafen.dev --all --timeout=120s || say "teams are left: see their message with kubectl get teams"
fi
for program in operator platform-api; do
  ! pid_of "$program" >/dev/null || say "ending the ${program#platform-}"
  stop "$program"
done
if [ "$(cat "$STATE/cluster-kind" 2>/dev/null)" = foreign ]; then
  admin delete --ignore-not-found -f "$ROOT/deploy/rbac" -f "$ROOT/deploy/crds" >/dev/null
fi
say "ending Keycloak and PostgreSQL"
stop keycloak
stop_postgres
code=0
"$CLUSTER" down || code=$?
rm -rf "$STATE"
exit $code
