#!/usr/bin/env bash
# The pure parts of the cost model by JMH: sums and statement of a made-up month, in full and a tenth of it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JAVA_HOME=$("$root/deploy/local/jdk.sh")
"$root/deploy/local/mvn.sh" -q -Pbench -Dquick -DskipTests -pl cost-model/bench -am package
mkdir -p "$root/target/bench"
"$JAVA_HOME/bin/java" -jar "$root/cost-model/bench/target/benchmarks.jar" -rf csv -rff "$root/target/bench/jmh.csv" "$@"
