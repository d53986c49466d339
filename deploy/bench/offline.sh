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

# measure FOLDER: the seconds of each run, and the largest heap that was in use after a collection or before one.
measure() {
    local folder=$1 run begun ended
    for ((run = 1; run <= runs; run++)); do
        begun=$(date +%s%N)
        "$java" -Xmx512m -Xlog:gc:file="$folder/gc.log" -jar "$jar" statement --usage "$folder/usage.csv" \
            --rates "$folder/rates.csv" --pool "$folder/pool.csv" --month 2026-09 >"$folder/statement.csv"
        ended=$(date +%s%N)
        awk -v ns=$((ended - begun)) 'BEGIN { printf "%.2f\n", ns / 1e9 }'
    done | sort -n
}

mkdir -p "$root/target/bench"
{
    echo "| intervals | bytes of usage.csv | lines of the statement | best, s | median, s | worst, s | most heap in use, MiB |"
    echo "|-|-|-|-|-|-|-|"
    for divisor in 10 1; do
        folder=$work/$divisor
        "$java" -cp "$jar" dev.freihafen.cost.cli.SampleFiles benchmark $divisor 2026-09 1 "$folder"
        mapfile -t seconds < <(measure "$folder")
        heap=$(grep -o '[0-9]*M->' "$folder/gc.log" | tr -d 'M>-' | sort -n | tail -1)
        printf '| %d | %d | %d | %s | %s | %s | %s |\n' \
            $(($(wc -l <"$folder/usage.csv") - 1)) "$(stat -c %s "$folder/usage.csv")" \
            $(($(wc -l <"$folder/statement.csv") - 1)) \
            "${seconds[0]}" "${seconds[$((runs / 2))]}" "${seconds[$((runs - 1))]}" "${heap:-?}"
        rm -rf "$folder"
    done
} | tee "$root/target/bench/offline.md"
