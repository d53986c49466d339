#!/usr/bin/env bash
# Makes the Python environment that compiles the corpus: the kfp SDK with its Kubernetes extras, by the content of
# requirements.txt. Prints the path of its python.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
VENV=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}/venv/corpus-$(sha256sum "$HERE/requirements.txt" | cut -c1-16)
if [ ! -e "$VENV/ready" ]; then
  PYTHON=$(command -v python3.11 || command -v python3) || {
    echo "corpus: Python 3.11 or newer is missing: install it and run this again" >&2
    exit 1
  }
  rm -rf "$VENV"
  "$PYTHON" -m venv "$VENV"
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -r "$HERE/requirements.txt" >&2
  touch "$VENV/ready"
fi
echo "$VENV/bin/python"
