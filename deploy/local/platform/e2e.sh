#!/usr/bin/env bash
# End to end: brings the platform up with its main job, runs the tests, the kfp SDK, the corpus of pipelines and the commands of the guide on it, takes it down and looks that nothing is left.
# A platform that runs already is used and left running.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
here=deploy/local/platform
ours=false code=0
if [ ! -e .local/cluster-kind ]; then
  ours=true
  $here/up.sh || code=$?
fi
if [ $code = 0 ]; then
  deploy/local/mvn.sh -q verify -Dquick -DskipE2E=false -DskipITs=true -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
    -pl deploy/e2e -am || code=$?
  echo "== end to end: the kfp SDK"
  deploy/kfp-sdk/on-platform.sh || code=$?
  echo "== end to end: pipelines as the SDK compiles them"
  deploy/corpus/run.sh || code=$?
  echo "== end to end: the guide for data scientists, every command of it"
  deploy/guide/test.sh || code=$?
else
  echo "the platform did not come up; its logs are in .local/log" >&2
  mkdir -p target && rm -rf target/local-log && cp -r .local/log target/local-log 2>/dev/null && echo "(copied to target/local-log)" >&2
fi
if [ $ours = true ]; then
  $here/down.sh || code=1
fi
exit $code
