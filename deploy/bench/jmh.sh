#!/usr/bin/env bash
# The pure parts of the cost model by JMH: sums and statement of a made-up month, in full and a tenth of it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JAVA_HOME=$("$root/deploy/local/jdk.sh")
"$root/deploy/local/mvn.sh" -q -Pbench -Dquick -DskipTests -pl cost-model/bench -am package
mkdir -p "$root/target/bench"
"$JAVA_HOME/bin/java" -jar "$root/cost-model/bench/target/benchmarks.jar" -rf csv -rff "$root/target/bench/jmh.csv" "$@"
python3 - "$root/target/bench/jmh.csv" <<'PY'
import csv, sys
times = {}
for row in csv.DictReader(open(sys.argv[1])):
    times.setdefault(row["Benchmark"].rsplit(".", 1)[1], {})[row["Param: divisor"]] = float(row["Score"])
for name, by in times.items():
    if {"1", "10"} <= by.keys():
        print(f"{name}: {by['10']:.0f} ms for a tenth, {by['1']:.0f} ms for the month: 10 times the rows take {by['1'] / by['10']:.1f} times as long")
PY
