#!/usr/bin/env bash
# The unmodified kfp SDK against the local platform that runs ('make up' first): with a machine token, with a token of the
# identity provider, and inside a workspace, where it is told nothing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../local/platform/lib.sh"
for part in ca programs; do source "$PLATFORM/$part.sh"; done
api=http://localhost:8080
token() { python3 "$PLATFORM/login.py" "$1"; }

admin apply -f - >/dev/null <<'YAML'
apiVersion: freihafen.dev/v1alpha1
kind: Team
metadata: {name: routing}
spec: {displayName: Routing, members: [{group: routing-editors, role: Editor}]}
YAML
admin wait team/routing --for=jsonpath='{.status.state}'=Ready --timeout=60s >/dev/null

machine=$(curl -sf -X POST -H "Authorization: Bearer $(token scientist)" -H 'Content-Type: application/json' \
  -d '{"team":"fraud","scopes":["Read","Write"],"expiresIn":"1h"}' "$api/api/v1/tokens" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["token"])')
echo "with a machine token"
FREIHAFEN_TOKEN=$machine OTHER_TEAM=routing OTHER_TOKEN=$(token scientist-routing) "$here/test.sh"
echo "with a token of the identity provider"
FREIHAFEN_TOKEN=$(token scientist) OTHER_TEAM=routing OTHER_TOKEN=$(token scientist-routing) "$here/test.sh"
echo "inside a workspace, with nothing"
inside() { admin -n team-fraud exec -i workspace-notebook-0 -- "$@"; }
inside sh -c 'cat >/tmp/in_pod.py' <"$here/in_pod.py"
inside sh -c 'cat >/tmp/pipeline.yaml' <"$here/../corpus/compiled/parameter-outputs.yaml"
inside python3 /tmp/in_pod.py /tmp/pipeline.yaml 300
