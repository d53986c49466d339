#!/usr/bin/env bash
# Brings the whole platform up and runs its main job. Any number of times: what runs already is left alone.
#   --no-demo   without the main job
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in ca keycloak postgres programs; do source "$PLATFORM/$part.sh"; done

JAVA_HOME=$("$ROOT/deploy/local/jdk.sh")
PATH=$("$ROOT/deploy/local/go.sh"):$PATH
export JAVA_HOME PATH
mkdir -p "$STATE" "$LOG" "$RUN"

# What has to be built goes on beside the cluster's start; each writes a log of its own.
load_images() {
  local name reference path
  [ "$(cat "$STATE/cluster-kind" 2>/dev/null)" != foreign ] || return 0
  while read -r _ name reference path; do
    "$CLUSTER" load-image "$path" >/dev/null
    say "image $name is on the node ($reference)"
  done < <(bash "$ROOT/deploy/images/build.sh" 2>&1 | tee "$LOG/images.log" | tee >(grep -v '^IMAGE' >&2) | grep '^IMAGE')
}

wait_part() { # PID WHAT
  wait "$1" || die "$2 failed: the lines above say why"
}

say "Freihafen comes up; its state is in $STATE, its cache in $CACHE"
"$CLUSTER" up
make_ca
(build_programs) &
programs=$!
(load_images) &
images=$!
start_keycloak
start_postgres
wait_postgres
prepare_cluster
wait_part $programs "the build"
build_programs
wait_keycloak
start_api
start_operator
wait_part $images "an image"
wait_programs
[ "${1:-}" = --no-demo ] || exec python3 "$PLATFORM/demo.py" --state "$STATE"
