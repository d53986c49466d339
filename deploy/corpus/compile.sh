#!/usr/bin/env bash
# Compiles the corpus with the kfp SDK: compile.sh renews compiled/ and oracle/; compile.sh --check compiles afresh and
# compares, which is what the tests do.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$("$HERE/venv.sh")" "$HERE/compile.py" "$@"
