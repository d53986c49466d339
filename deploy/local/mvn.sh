#!/usr/bin/env bash
# The Maven wrapper on a JDK that is new enough.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JAVA_HOME=$("$root/deploy/local/jdk.sh")
export JAVA_HOME
exec "$root/mvnw" -f "$root/pom.xml" -B -ntp "$@"
