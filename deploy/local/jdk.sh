#!/usr/bin/env bash
# Prints the home of a JDK >= 25: JAVA_HOME if it is one, else the newest below /usr/lib/jvm.
set -euo pipefail

feature() { # HOME -> 25, from the release file that every JDK carries
  [ -x "$1/bin/javac" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

best='' best_version=24
for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
  version=$(feature "$home" || true)
  if [ -n "$version" ] && [ "$version" -gt "$best_version" ]; then
    best=$home best_version=$version
    [ "$home" != "${JAVA_HOME:-}" ] || break
  fi
done
[ -n "$best" ] || {
  echo "Freihafen needs a JDK 25 or later and found none in JAVA_HOME or /usr/lib/jvm: install one (for example the Debian package temurin-25-jdk of adoptium.net) and call this again." >&2
  exit 1
}
echo "$best"
