#!/usr/bin/env bash
# Tests the step wrapper, the examples and the images, without a cluster. Closes with `N passed, N failed`.
set -uo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
EXAMPLES=$HERE/../examples
passed=0
failed=0
count() { # count COMMAND...: runs it, adds the numbers of its closing line
  local out status p f
  out=$("$@" 2>&1)
  status=$?
  printf '%s\n' "$out"
  read -r p f < <(printf '%s\n' "$out" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' | tail -n 1)
  passed=$((passed + ${p:-0}))
  failed=$((failed + ${f:-0}))
  [ "$status" = 0 ] || [ "${f:-0}" -gt 0 ] || failed=$((failed + 1))
}
wrapper() {
  local out status
  out=$(cd "$HERE/step" && GOTOOLCHAIN=local go vet ./... && GOTOOLCHAIN=local go test -count=1 -v ./...)
  status=$?
  printf '%s\n' "$out" | grep -v -e '--- PASS' -e '=== RUN'
  echo "$(printf '%s\n' "$out" | grep -c -- '--- PASS') passed, $(printf '%s\n' "$out" | grep -c -- '--- FAIL') failed"
  return $status
}
images() {
  local python out status ran bad
  python=$("$EXAMPLES/venv.sh") || return 1
  "$HERE/build.sh" >"$WORK/built" || return 1
  out=$(WORK=$WORK STEP=$(archive step) ML=$(archive ml) MLSERVER=$(archive mlserver) \
    "$python" "$HERE/test/images_test.py" -v 2>&1)
  status=$?
  printf '%s\n' "$out"
  ran=$(printf '%s\n' "$out" | sed -n 's/^Ran \([0-9]*\) test.*/\1/p')
  bad=$(printf '%s\n' "$out" | grep -c -e '^FAIL: ' -e '^ERROR: ')
  echo "$((${ran:-0} > bad ? ${ran:-0} - bad : 0)) passed, $bad failed"
  return $status
}
archive() { sed -n "s/^IMAGE $1 [^ ]* //p" "$WORK/built"; }

[ "$(id -u)" = 0 ] || {
  echo "images: the tests unpack and enter root file systems: run them as root" >&2
  exit 1
}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
count wrapper
count "$EXAMPLES/compile.sh" --check
count "$("$EXAMPLES/venv.sh")" -B "$EXAMPLES/templates_test.py"
count "$HERE/../corpus/compile.sh" --check
count images
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
