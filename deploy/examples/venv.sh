#!/usr/bin/env bash
# Makes the Python environment that compiles the examples: the kfp SDK and scikit-learn at the images' own versions.
# Prints the path of its python.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
VERSION=2.17.3
VENV=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}/venv/kfp-$VERSION
LOCK=$HERE/../images/python/requirements.lock
if ! cmp -s "$LOCK" "$VENV/requirements.lock"; then
  PYTHON=$(command -v python3.11 || command -v python3) || {
    echo "examples: Python 3.11 or newer is missing: install it and run this again" >&2
    exit 1
  }
  rm -rf "$VENV"
  "$PYTHON" -m venv "$VENV"
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -c "$LOCK" pip >&2
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -c "$LOCK" "kfp==$VERSION" scikit-learn >&2
  cp "$LOCK" "$VENV/requirements.lock"
fi
echo "$VENV/bin/python"
