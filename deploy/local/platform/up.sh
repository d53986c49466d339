#!/usr/bin/env bash
# Brings the whole platform up and runs its main job. Any number of times: what runs already is left alone.
#   --no-demo   without the main job
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for part in ca keycloak postgres programs; do source "$PLATFORM/$part.sh"; done

JAVA_HOME=$("$ROOT/deploy/local/jdk.sh")
PATH=$("$ROOT/deploy/local/go.sh"):$PATH
export JAVA_HOME PATH

# What has to be built or unpacked goes on beside what starts; each writes a log of its own.
build_images() {
  bash "$ROOT/deploy/images/build.sh" 2>&1 >"$LOG/images.built" | tee "$LOG/images.log" >&2
  [ "${PIPESTATUS[0]}" = 0 ] || return 1
}

archives() { awk '/^IMAGE/ {print $4}' "$LOG/images.built"; }

load_images() {
  local archive
  for archive in $(archives); do "$CLUSTER" load-image "$archive" || return 1; done
}

# A node of our own begins with the images: they come before its start.
start_own_cluster() {
  local programs
  "$CLUSTER" build &
  programs=$!
  build_images || return 1
  wait $programs || return 1
  # shellcheck disable=SC2046
  "$CLUSTER" prepare $(archives) || return 1
  "$CLUSTER" up && load_images
}

start_services() {
  make_ca
  start_keycloak
  start_postgres
  wait_postgres
}

wait_part() { # PID WHAT
  wait "$1" || die "$2 failed: the lines above say why"
}

say "Freihafen comes up; its state is in $STATE, its cache in $CACHE"
choice=$("$CLUSTER" choice)
[ "$choice" = local ] || "$CLUSTER" up # one that is not ours may refuse, and then nothing is written
mkdir -p "$STATE" "$LOG" "$RUN"
(start_services) &
services=$!
(build_programs) &
programs=$!
if [ "$choice" = local ]; then
  (start_own_cluster) &
elif [ "$choice" = k3s ] || [ -z "${IMAGE_PREFIX:-}" ]; then
  (build_images && load_images) &
else
  true &
fi
cluster=$!
wait_part $services "Keycloak or PostgreSQL"
[ "$choice" = local ] || prepare_cluster
wait_part $cluster "the cluster"
[ "$choice" != local ] || prepare_cluster
wait_part $programs "the build"
build_programs
start_api
start_operator
wait_keycloak
wait_programs
say "the platform is up"
[ "${1:-}" != --no-demo ] || exit 0
python3 "$PLATFORM/demo.py" --state "$STATE"
say "the platform is up and has done its main job"
