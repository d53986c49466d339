#!/usr/bin/env bash
# Vets, tests and checks the layout of our own Go modules.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PATH=$(deploy/local/go.sh):$PATH
export PATH GOTOOLCHAIN=local

for module in deploy/images/step deploy/local/tools/provisioner; do
  (cd "$module" && go vet ./... && go test ./...)
  badly=$(gofmt -l "$module")
  [ -z "$badly" ] || { echo "not in gofmt's layout ('make format' puts that right): $badly" >&2; exit 1; }
done
