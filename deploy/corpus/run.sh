#!/usr/bin/env bash
# Runs the corpus on a running platform ('make up' first): what the engine takes is run, in groups, and must end as
# pipelines.tsv says; what refusals.tsv lists must be refused with that list; everything sound is quoted.
# run.sh NAME... runs some. Closes with `N passed, N failed`.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec python3 "$HERE/run.py" "$@"
