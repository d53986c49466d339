#!/usr/bin/env bash
# Runs in_pod.py where it sees what a workspace's pod sees: the files of the account and the SDK's own host. In a mount
# namespace of its own, so that this machine sees nothing of it; needs root.
# like_a_pod.sh TOKEN_FILE ADDRESS_OF_PORT_8888 PATIENCE
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# = 3 ] || {
  echo "usage: like_a_pod.sh TOKEN_FILE ADDRESS PATIENCE" >&2
  exit 2
}
TOKEN_FILE=$1 ADDRESS=$2 PATIENCE=$3
PYTHON=$("$HERE/venv.sh")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir "$WORK/home" "$WORK/secrets" "$WORK/secrets/kubernetes.io" "$WORK/secrets/kubernetes.io/serviceaccount"
ACCOUNT=$WORK/secrets/kubernetes.io/serviceaccount
cp "$TOKEN_FILE" "$ACCOUNT/token"
echo "a certificate that nobody asks for: the SDK wants the file, and speaks http" >"$ACCOUNT/ca.crt"
printf 'team-fraud' >"$ACCOUNT/namespace"
printf '127.0.0.1 localhost\n%s ml-pipeline.kubeflow.svc.cluster.local\n' "$ADDRESS" >"$WORK/hosts"
cd "$HERE"
"$PYTHON" -W ignore -B - "$WORK/good.yaml" <<'P'
import os
import sys

os.environ.setdefault("FREIHAFEN_TOKEN", "")
from kfp import compiler
from sdk_test import good

compiler.Compiler().compile(good, sys.argv[1])
P
unshare --mount --propagation private bash -c '
  set -euo pipefail
  mount -t tmpfs like-a-pod /run
  mkdir -p /var/run/secrets
  mount --bind "$1/secrets" /var/run/secrets
  mount --bind "$1/hosts" /etc/hosts
  exec env -i PATH="$PATH" HOME="$1/home" KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=1 \
    KF_PIPELINES_SA_TOKEN_PATH=/var/run/secrets/kubernetes.io/serviceaccount/token "$2" -B "$3/in_pod.py" "$1/good.yaml" "$4"
' - "$WORK" "$PYTHON" "$HERE" "$PATIENCE"
