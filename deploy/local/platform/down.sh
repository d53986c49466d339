#!/usr/bin/env bash
# Ends everything that up.sh started and leaves nothing behind but the cache.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in ca keycloak postgres programs; do source "$PLATFORM/$part.sh"; done

foreign=false
if [ "$(kind)" = foreign ] && ! admin get --raw /readyz --request-timeout=10s >/dev/null 2>&1; then
  say "your cluster does not answer: what the platform made there stays"
elif [ "$(kind)" = foreign ]; then
  foreign=true
  say "a cluster of your own: the platform's teams, kinds and rights are taken out of it"
  admin annotate teams.freihafen.dev --all --overwrite freihafen.dev/force-delete=true >/dev/null 2>&1 || true # there may be none yet
  admin delete teams.freihafen.dev --all --ignore-not-found --timeout=180s ||
    die "teams are left, and the operator stays to end them: read 'kubectl get teams' and 'make logs PROGRAM=operator', then 'make down' again"
fi
for program in operator platform-api; do
  ! pid_of "$program" >/dev/null || say "ending the ${program#platform-}"
  stop "$program"
done
if [ $foreign = true ]; then
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
