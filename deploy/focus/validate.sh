#!/usr/bin/env bash
# validate.sh [FILE.csv ...]
# Runs the FinOps Foundation's own validator over FOCUS 1.2 exports; without a file over the golden ones of the cost
# model's tests. It fails on every broken rule but those in known-failures.txt. The validator's Python packages (0.7 GB)
# go to the cache. Its package has the rules of 1.2 only, so 1.4 is held by FocusRulesTest alone.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}/focus-validator-2.2.1
criteria=ACCOUNT_NAMING_SUPPORTED,SUB_ACCOUNT_SUPPORTED,USAGE_MEASUREMENT_SUPPORTED,UNIT_PRICING_SUPPORTED
criteria+=,PUBLIC_PRICE_LIST_SUPPORTED,NEGOTIATED_PRICING_SUPPORTED,BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED
criteria+=,RESOURCE_TYPE_ASSIGNMENT_SUPPORTED,REGION_SUPPORTED,TAGGING_SUPPORTED,MULTIPLE_PRICING_CATEGORIES_SUPPORTED
criteria+=,PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED

install() {
  echo "installing focus-validator 2.2.1 into $venv"
  rm -rf "$venv.new"
  python3 -m venv "$venv.new"
  "$venv.new/bin/pip" install -q -r "$here/requirements.txt"
  "$venv.new/bin/pip" install -q --no-deps --ignore-requires-python focus-validator==2.2.1
  python3 "$here/for_python_3_11.py" "$venv.new"
  rm -rf "$venv"
  mv "$venv.new" "$venv"
}

[ -x "$venv/bin/python" ] || install
[ $# -gt 0 ] || set -- "$root"/cost-model/src/test/resources/focus/focus-1.2-*.csv
packages=$(echo "$venv"/lib/python3*/site-packages)
broken=0
for file in "$@"; do
  file=$(realpath "$file")
  # The validator reads its list of currencies relative to where its packages are.
  report=$(cd "$packages" && "$venv/bin/python" -m focus_validator.main --data-file "$file" --validate-version 1.2 \
    --block-download --show-violations --output-type console --applicability-criteria "$criteria" 2>&1) || {
    echo "$report" >&2
    exit 1
  }
  echo "$(basename "$file"): $(grep '^Total:' <<< "$report")"
  failures=$(sed -n '/^--- Failures/,$p' <<< "$report" | sed -n 's/^- \([A-Za-z]*-[A-Z]-[0-9]*-[A-Z]\):.*/\1/p')
  while read -r rule; do
    [ -n "$rule" ] || continue
    if known=$(grep "^$rule " "$here/known-failures.txt"); then
      echo "  known: $known"
    else
      echo "  BROKEN: $(grep -A1 "^- $rule:" <<< "$report" | tr '\n' ' ')"
      broken=$((broken + 1))
    fi
  done <<< "$failures"
done
[ "$broken" = 0 ] || { echo "$broken rules are broken; see above" >&2; exit 1; }
