#!/usr/bin/env bash
# Every shell script parses, every Python file compiles, every realm file is JSON without a secret, every make target is told by help,
# a program of ours is known as long as it runs, failed tests are told, and documents are run as they are written.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
fail() {
  echo "$*" >&2
  exit 1
}

while read -r file; do bash -n "$file"; done < <(git ls-files -co --exclude-standard | grep -E '\.sh$|^\.ci/run$|^deploy/local/cluster/cluster$')
git ls-files -co --exclude-standard '*.py' | python3 -c '
import ast, sys
for name in sys.stdin.read().split():
    ast.parse(open(name).read(), name)'
for file in deploy/keycloak/*.json; do
  python3 - "$file" <<'PY' || fail "$file must say \${secret:NAME} where a secret stands"
import json, sys

def secrets(node, key=""):
    if isinstance(node, dict):
        for name, value in node.items():
            yield from secrets(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from secrets(value, key)
    elif key in ("secret", "value") and node is not None:
        yield node

sys.exit(any(not value.startswith("${secret:") for value in secrets(json.load(open(sys.argv[1])))))
PY
done
told=$(make -s help)
for target in $(sed -n 's/^\.PHONY: //p' Makefile); do
  [[ $'\n'$told == *$'\n'"  $target "* ]] || fail "make help does not tell of '$target'"
done
deploy/local/cluster/processes-test.sh
python3 -B deploy/guide/guide_test.py
reports=$(mktemp -d)
mkdir -p "$reports/a/target/failsafe-reports"
echo '<testsuite><testcase classname="a.B" name="c"><failure>why</failure></testcase><testcase classname="a.B" name="d"/></testsuite>' \
  >"$reports/a/target/failsafe-reports/TEST-a.B.xml"
[ "$(python3 deploy/local/what-failed.py "$reports")" = $'FAILED a.B.c\n    why' ] || fail "what-failed.py does not tell a failed test"
rm -r "$reports"
if command -v shellcheck >/dev/null; then
  git ls-files -co --exclude-standard '*.sh' | xargs shellcheck -x -S error
fi
