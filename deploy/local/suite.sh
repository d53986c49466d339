#!/usr/bin/env bash
# suite.sh NAME COMMAND...: runs a test suite and prints what it took; all times of a run are kept in one file.
set -uo pipefail
name=$1
shift
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
begun=$SECONDS
printf '== %s\n' "$name"
"$@"
code=$?
verdict=passed
[ $code = 0 ] || verdict="FAILED ($code)"
printf '== %s %s in %d s\n' "$name" "$verdict" $((SECONDS - begun))
mkdir -p "$root/target"
printf '%s\t%s\t%d\n' "$name" "$verdict" $((SECONDS - begun)) >>"$root/target/suites.tsv"
exit $code
