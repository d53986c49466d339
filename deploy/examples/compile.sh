#!/usr/bin/env bash
# Compiles the examples with the kfp SDK: compile.sh renews each NAME.yaml beside its NAME.py;
# compile.sh --check compiles afresh and compares, which is what the tests do.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$("$HERE/venv.sh")" "$HERE/compile.py" "$@"
