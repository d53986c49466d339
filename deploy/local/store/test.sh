#!/usr/bin/env bash
# The S3 store on ports of its own, without a cluster: each team reaches its own prefix, and nothing else.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FREIHAFEN_STATE=$(mktemp -d)
export FREIHAFEN_STATE PORT_OFFSET=${PORT_OFFSET:-400}
PATH=$("$here/../go.sh"):$PATH
store=$here/store.sh
trap '"$store" down; rm -rf "$FREIHAFEN_STATE"' EXIT
passed=0 failed=0
check() { # WHAT EXPECTED-STATUS NAME METHOD PATH [FILE]
  local told
  told=$("$store" as "${@:3}" 2>/dev/null | head -n 1)
  if [ "$told" = "$2" ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "$1: answered with $told, not $2" >&2; fi
}

"$store" up || exit 1
echo tide >"$FREIHAFEN_STATE/file"
"$store" team fraud >/dev/null
"$store" team routing >/dev/null
for _ in $(seq 50); do
  "$store" as routing PUT /freihafen/routing/begin "$FREIHAFEN_STATE/file" >/dev/null 2>&1 && break
  sleep 0.2
done
check "a team writes below its prefix" 200 fraud PUT /freihafen/fraud/run/a "$FREIHAFEN_STATE/file"
check "and reads it" 200 fraud GET /freihafen/fraud/run/a
check "another team does not read it" 403 routing GET /freihafen/fraud/run/a
check "nor write there" 403 routing PUT /freihafen/fraud/run/b "$FREIHAFEN_STATE/file"
check "nor delete it" 403 routing DELETE /freihafen/fraud/run/a
check "nor write beside the prefixes" 403 routing PUT /freihafen/routing-else/b "$FREIHAFEN_STATE/file"
check "nor make a bucket" 403 routing PUT /other
check "a team lists its own prefix" 200 fraud GET "/freihafen?list-type=2&prefix=fraud%2Frun%2F"
check "but not another's" 403 routing GET "/freihafen?list-type=2&prefix=fraud%2F"
check "nor the whole bucket" 403 routing GET "/freihafen?list-type=2"
told=$(AWS_ACCESS_KEY_ID=nobody AWS_SECRET_ACCESS_KEY=nothing python3 "$here/s3.py" GET "http://127.0.0.1:$((28333 + PORT_OFFSET))/freihafen/fraud/run/a" | head -n 1)
if [ "$told" = 403 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "unknown keys were answered with $told" >&2; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
