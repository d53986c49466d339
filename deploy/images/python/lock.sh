#!/usr/bin/env bash
# Renews requirements.lock: resolves the packages of both Python images together, with the Python that they will run on.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}
base=$("$HERE/../build.sh" base | sed -n 's/^BASE //p')
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
tar -C "$root" -xf "$base"
install -D "$HERE/../ml/requirements.txt" "$root/build/ml.txt"
install -D "$HERE/../mlserver/requirements.txt" "$root/build/mlserver.txt"
unshare --mount "$HERE/pip.sh" "$root" "$CACHE/pip" install --root-user-action=ignore --dry-run --ignore-installed \
  --report /build/report.json -r /build/ml.txt -r /build/mlserver.txt
{
  sed '/^[^#]/,$d' "$HERE/requirements.lock"
  chroot "$root" python3 - <<'PYTHON'
import json, re
items = [i["metadata"] for i in json.load(open("/build/report.json"))["install"]]
print("\n".join(sorted(re.sub(r"[-_.]+", "-", i["name"]).lower() + "==" + i["version"] for i in items)))
PYTHON
} >"$HERE/requirements.lock.new"
mv "$HERE/requirements.lock.new" "$HERE/requirements.lock"
