#!/usr/bin/env bash
# What runs, and where it answers.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$PLATFORM/programs.sh"

"$CLUSTER" status
for program in keycloak postgres platform-api operator; do
  printf '%-26s %s\n' "$program" "$(pid_of "$program" || echo -)"
done
pid_of kube-apiserver >/dev/null || [ -s "$STATE/kube/admin.kubeconfig" ] || exit 0
admin get teams,hardwareclasses 2>/dev/null || true
admin get workspaces,pipelineruns,modelendpoints -A 2>/dev/null || true
