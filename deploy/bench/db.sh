#!/usr/bin/env bash
# db.sh [DIVISOR]: the benchmarks of the database parts on a real PostgreSQL: ingestion beside COPY, statements beside a
# bare GROUP BY, one team's statement while rows come in. DIVISOR 1 (the default) is a month of 1,000,000 intervals.
# BENCH names other classes, such as SubmitBench of `make bench-submit`: 8,000 submissions by DIVISOR.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
divisor=${1:-1}
out=$(mktemp)
trap 'rm -f "$out"' EXIT

printf 'Machine: %s, %s cores, %s GiB, %s, load %s\n' \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
  "$(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo)" "$(uname -sr)" "$(cut -d' ' -f1 /proc/loadavg)"
if ! deploy/local/mvn.sh -q -Dquick -DskipITs=false -pl platform-api -am verify \
  -Dtest=NoTest -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dit.test="${BENCH:-LedgerBench,StatementBench}" \
  "-Dit.jvm=-Xms4g -Xmx4g -XX:+UseParallelGC -Dbench.divisor=$divisor -Dstatement.age=PT30S" >"$out" 2>&1; then
  grep -E '^BENCH|ERROR' "$out" | head -n 40 >&2
  exit 1
fi
sed -n 's/^BENCH //p' "$out"
