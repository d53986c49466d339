#!/usr/bin/env bash
# The unmodified kfp SDK against a running platform: test.sh [NAMES OF TESTS...]
# FREIHAFEN_URL (http://localhost:8080), FREIHAFEN_TEAM (fraud), FREIHAFEN_TOKEN (needed: a token of somebody who may
# submit runs), IMAGE (localhost/freihafen/ml:0.1.0). Where OTHER_TEAM and OTHER_TOKEN are set, two teams with the same
# names are kept apart.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -n "${FREIHAFEN_TOKEN:-}" ] || {
  echo "kfp-sdk: FREIHAFEN_TOKEN is missing: POST /api/v1/tokens makes one, see docs/kfp-sdk.md" >&2
  exit 1
}
PYTHON=$("$HERE/venv.sh")
HOME=$(mktemp -d)
export HOME # the SDK keeps a context in it
trap 'rm -rf "$HOME"' EXIT
cd "$HERE" && "$PYTHON" -W ignore -B -m unittest -v "${@:-sdk_test}"
