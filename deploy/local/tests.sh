#!/usr/bin/env bash
# Runs every suite, goes on after a failure, and ends with a table of verdicts and times.
# SUITES="java go scripts integration images services months cluster e2e" chooses some.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PATH=$(deploy/local/go.sh):$PATH || exit 1
export PATH GOTOOLCHAIN=local
SUITES=${SUITES:-java go scripts integration images services months cluster e2e}

if [ -e .local/cluster-kind ] && [[ " $SUITES " == *" cluster "* ]]; then
  echo "a platform runs here, and these tests boot a cluster of their own: 'make down' first, or choose others: SUITES=\"integration services\" make test" >&2
  exit 1
fi

integration() {
  deploy/local/cluster/cluster kubeapi &&
    deploy/local/mvn.sh -q verify --fail-at-end -Dquick -DskipITs=false -Dtest='NoUnitTest' -Dsurefire.failIfNoSpecifiedTests=false
}
export -f integration

rm -f target/suites.tsv
find . -path '*/target/*-reports/TEST-*.xml' -delete
for suite in $SUITES; do
  case "$suite" in
    java) deploy/local/suite.sh "Java unit tests, checks, format" deploy/local/mvn.sh -q -T 3 --fail-at-end -Djacoco.skip test spotless:check ;;
    go) deploy/local/suite.sh "Go tests" deploy/local/go-tests.sh ;;
    scripts) deploy/local/suite.sh "scripts" deploy/local/scripts-check.sh ;;
    images) deploy/local/suite.sh "images, examples" bash deploy/images/test.sh ;;
    integration) deploy/local/suite.sh "integration tests (API server, PostgreSQL)" bash -c integration ;;
    services) deploy/local/suite.sh "Keycloak, PostgreSQL, logins" deploy/local/platform/test.sh ;;
    months) deploy/local/suite.sh "a month's end (demo month)" deploy/demo-month/test.sh ;;
    cluster) deploy/local/suite.sh "local cluster" deploy/local/cluster/test.sh ;;
    e2e) deploy/local/suite.sh "end to end" deploy/local/platform/e2e.sh ;;
    *) echo "no such suite: $suite" >&2; exit 2 ;;
  esac
done

echo
python3 deploy/local/what-failed.py
awk -F'\t' '{printf "%-45s %-12s %5d s\n", $1, $2, $3; sum += $3; bad += $2 != "passed"} END {printf "%-45s %-12s %5d s\n", "together", bad ? bad " FAILED" : "passed", sum; exit bad > 0 || NR == 0}' target/suites.tsv
