#!/usr/bin/env bash
# Runs every command of docs/data-scientist-guide.md on the local platform that runs ('make up' first), in order, in one
# shell and one Python with nothing but the kfp SDK, and compares what they print: test.sh [--show].
# MY=<name> calls what it makes otherwise than 'first', after a run that broke off.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$ROOT/deploy/local/cluster/lib.sh"
need_packages jq=jq
PYTHON=$("$ROOT/deploy/kfp-sdk/venv.sh")
PATH=$(dirname "$PYTHON"):$PATH
HOME=$(mktemp -d)
export PATH HOME # the SDK keeps a context in it
trap 'rm -rf "$HOME"' EXIT
cd "$ROOT"
python3 -W ignore -B deploy/guide/guide.py docs/data-scientist-guide.md "$@"
