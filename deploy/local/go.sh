#!/usr/bin/env bash
# Prints the folder of a go program >= 1.26: the one on the PATH, else the usual places.
set -euo pipefail
export GOTOOLCHAIN=local

for go in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go "$HOME"/sdk/go*/bin/go; do
  [ -n "$go" ] && [ -x "$go" ] || continue
  version=$("$go" env GOVERSION 2>/dev/null | sed 's/^go//')
  if printf '1.26\n%s\n' "$version" | sort -V -C; then
    dirname "$go"
    exit 0
  fi
done
echo "Freihafen needs Go 1.26 or later to build its local Kubernetes and found none on the PATH or in /usr/local/go: install it from go.dev/dl and call this again." >&2
exit 1
