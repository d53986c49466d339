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
  [ "$(kind)" != foreign ] || return 0
  bash "$ROOT/deploy/images/build.sh" 2>&1 >"$LOG/images.built" | tee "$LOG/images.log" >&2
  [ "${PIPESTATUS[0]}" = 0 ] || return 1
  while read -r _ name reference path; do
    "$CLUSTER" load-image "$path" >/dev/null || return 1
    say "image $name is on the node ($reference)"
  done < <(grep '^IMAGE' "$LOG/images.built")
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
