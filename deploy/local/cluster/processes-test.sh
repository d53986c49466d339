#!/usr/bin/env bash
# pid_of tells a program of ours that runs, also while it becomes another one by exec, and no other process.
set -euo pipefail
FREIHAFEN_STATE=$(mktemp -d)
export FREIHAFEN_STATE
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap 'stop chain; rm -rf "$FREIHAFEN_STATE"' EXIT
fail() {
  echo "$*" >&2
  exit 1
}

cat >"$STATE/chain.sh" <<'END'
[ "$1" = 0 ] && exec sleep 60
exec bash "$0" $(($1 - 1))
END
start chain bash "$STATE/chain.sh" 1500
pid=$(cat "$RUN/chain.pid")
looks=0
until [ "$(cat "/proc/$pid/comm")" = sleep ]; do
  [ "$(pid_of chain)" = "$pid" ] || fail "a program in the middle of an exec was taken for one that has ended (look $looks)"
  looks=$((looks + 1))
done
[ $looks -gt 10 ] || fail "only $looks looks: the chain was too short to show anything"

stop chain
! pid_of chain >/dev/null || fail "a program that was stopped is told as running"
sleep 60 &
mkdir -p "$RUN"
echo $! >"$RUN/chain.pid"
! pid_of chain >/dev/null || fail "a process without our mark is told as ours"
kill $!
rm "$RUN/chain.pid"
