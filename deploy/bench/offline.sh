#!/usr/bin/env bash
# The offline command line on a made-up month of 1,000,000 intervals and on a tenth of it, with 512 MiB of heap.
# Prints a table in Markdown and keeps it in target/bench/offline.md. RUNS=5 is more runs of each.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JAVA_HOME=$("$root/deploy/local/jdk.sh")
java=$JAVA_HOME/bin/java
jar=$root/cost-model/target/freihafen-cost.jar
runs=${RUNS:-3}
[ -e "$jar" ] || "$root/deploy/local/mvn.sh" -q -Dquick -DskipTests -pl cost-model -am package
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure FOLDER: of each run the seconds by the clock and those of the processors, the fastest run first.
measure() {
    local folder=$1 run
    local TIMEFORMAT='%R %U %S'
    for ((run = 1; run <= runs; run++)); do
        { time "$java" -Xmx512m -Xlog:gc:file="$folder/gc.log" -jar "$jar" statement --usage "$folder/usage.csv" \
            --rates "$folder/rates.csv" --pool "$folder/pool.csv" --month 2026-09 >"$folder/statement.csv"; } 2>&1
    done | awk '{ printf "%.2f %.2f\n", $1, $2 + $3 }' | sort -n
}

mkdir -p "$root/target/bench"
{
    echo "| intervals | MB of usage.csv | lines of the statement | best, s | median, s | worst, s | processor time of the best, s | most heap in use, MiB |"
    echo "|-|-|-|-|-|-|-|-|"
    for divisor in 10 1; do
        folder=$work/$divisor
        "$java" -cp "$jar" dev.freihafen.cost.cli.SampleFiles benchmark $divisor 2026-09 1 "$folder"
        mapfile -t runs_of < <(measure "$folder")
        best=${runs_of[0]} median=${runs_of[$((runs / 2))]} worst=${runs_of[$((runs - 1))]}
        heap=$(grep -o '[0-9]*M->' "$folder/gc.log" | tr -d 'M>-' | sort -n | tail -1)
        printf '| %d | %d | %d | %s | %s | %s | %s | %s |\n' \
            $(($(wc -l <"$folder/usage.csv") - 1)) $(($(stat -c %s "$folder/usage.csv") / 1000000)) \
            $(($(wc -l <"$folder/statement.csv") - 1)) \
            "${best% *}" "${median% *}" "${worst% *}" "${best#* }" "${heap:-?}"
        rm -rf "$folder"
    done
} | tee "$root/target/bench/offline.md"
