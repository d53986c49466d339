#!/usr/bin/env bash
# logs.sh [PROGRAM]: the last lines of a program's log, or of every program's.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ -n "${1:-}" ]; then
  [ -s "$LOG/$1.log" ] || die "there is no log of '$1'; there are: $(cd "$LOG" 2>/dev/null && ls ./*.log 2>/dev/null | sed 's|./||; s|\.log||' | tr '\n' ' ')"
  exec tail -n 200 "$LOG/$1.log"
fi
tail -n 15 "$LOG"/*.log
