#!/usr/bin/env bash
# Makes a Python environment with nothing but the kfp SDK as PyPI has it; prints the path of its python.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
VERSION=2.17.3
LOCK=$HERE/../images/python/requirements.lock
CACHE=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}
VENV=$CACHE/venv/kfp-sdk-$(cat "$HERE/venv.sh" "$LOCK" | sha256sum | cut -c1-12)
mkdir -p "$CACHE/venv"
# Two at once would make it over each other.
exec 9>"$CACHE/venv/kfp-sdk.lock"
flock 9
if [ ! -e "$VENV/complete" ]; then
  PYTHON=$(command -v python3.11 || command -v python3) || {
    echo "kfp-sdk: Python 3.11 or newer is missing: install it and run this again" >&2
    exit 1
  }
  rm -rf "$VENV"
  "$PYTHON" -m venv "$VENV"
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -c "$LOCK" "kfp==$VERSION" >&2
  touch "$VENV/complete"
fi
echo "$VENV/bin/python"
