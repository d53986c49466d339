#!/usr/bin/env bash
# An S3 store beside the local cluster: SeaweedFS as one process, a bucket, and for each team keys of its own that reach
# the team's prefix alone.
#   store.sh up                  starts it (STORE_ADDRESS: where it listens, 127.0.0.1) and makes the bucket
#   store.sh team NAME           the team's keys, as a manifest of the secret artifact-store in its namespace
#   store.sh watch               the same for each team of the cluster, applied, as teams come
#   store.sh down                stops it; what it keeps stays in the state folder
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../cluster/lib.sh
. "$here/../cluster/lib.sh"
# shellcheck source=../cluster/build.sh
. "$here/../cluster/build.sh"
STORE=$STATE/store
ADDRESS=${STORE_ADDRESS:-127.0.0.1}
OFFSET=${PORT_OFFSET:-0}
PORT=$((28333 + OFFSET))
BUCKET=${STORE_BUCKET:-freihafen}
IDENTITIES=$STORE/identities.json

# keys NAME: access key and secret key, told to the store when they are new.
keys() {
  local before pid
  before=$(cat "$IDENTITIES" 2>/dev/null || true)
  python3 "$here/identities.py" "$IDENTITIES" "$BUCKET" "$1"
  if [ "$before" != "$(cat "$IDENTITIES")" ] && pid=$(pid_of seaweedfs); then kill -HUP "$pid"; fi
}

as() { # NAME METHOD PATH [FILE]
  local key secret
  read -r key secret < <(keys "$1")
  AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret python3 "$here/s3.py" "$2" "http://$ADDRESS:$PORT$3" "${@:4}"
}

up() {
  need_go
  build_go seaweedfs github.com/seaweedfs/seaweedfs/weed weed
  mkdir -p "$STORE/data"
  keys admin >/dev/null
  # Only the S3 door, which asks for keys, is open to others: the rest listens on this host alone.
  start seaweedfs "$BIN/weed" -logtostderr=true server -dir "$STORE/data" -ip 127.0.0.1 -ip.bind 127.0.0.1 \
    -master.port $((28334 + OFFSET)) -master.volumeSizeLimitMB 256 -volume.port $((28335 + OFFSET)) -volume.max 20 \
    -filer -filer.port $((28336 + OFFSET)) \
    -s3 -s3.ip.bind "$ADDRESS" -s3.port "$PORT" -s3.config "$IDENTITIES" -s3.iam=false -s3.port.iceberg 0 -s3.port.lance 0
  wait_for 60 "the S3 store" seaweedfs as admin PUT "/$BUCKET"
  say "the S3 store is ready: http://$ADDRESS:$PORT, bucket $BUCKET"
}

team() {
  local key secret
  read -r key secret < <(keys "$1")
  cat <<K
apiVersion: v1
kind: Secret
metadata: {name: artifact-store, namespace: team-$1, labels: {app.kubernetes.io/part-of: freihafen}}
stringData: {AWS_ACCESS_KEY_ID: "$key", AWS_SECRET_ACCESS_KEY: "$secret"}
K
}

watch() {
  local name
  while :; do
    for name in $(kubectl get teams -o jsonpath='{.items[*].metadata.name}' 2>/dev/null); do
      if kubectl get namespace "team-$name" >/dev/null 2>&1 && ! kubectl get secret artifact-store -n "team-$name" >/dev/null 2>&1; then
        team "$name" | kubectl apply -f - >/dev/null && say "keys of the S3 store for team $name"
      fi
    done
    sleep 2
  done
}

case "${1:-}" in
  up) up ;;
  team) team "$2" ;;
  watch) watch ;;
  as) shift; as "$@" ;;
  down) stop seaweedfs ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
