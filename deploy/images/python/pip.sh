#!/bin/sh
# In a mount namespace of its own: runs the pip of the root file system $1, with the cache $2, on the arguments after.
# pip's settings come from the host: its environment, configuration, certificates and wheel folders.
set -eu
root=$1
cache=$2
shift 2
share() {
  [ -n "$1" ] && [ -e "$1" ] || return 0
  if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")" && [ -e "$root$1" ] || : >"$root$1"; fi
  mount --bind "$1" "$root$1"
}
mount --make-rprivate /
for path in /proc /dev /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt \
  "${PIP_CERT:-}" "${PIP_CONFIG_FILE:-}" "${SSL_CERT_FILE:-}" ${PIP_FIND_LINKS:-}; do
  share "$path"
done
mkdir -p "$root/build/cache" "$cache"
mount --bind "$cache" "$root/build/cache"
in_root() { chroot "$root" /usr/bin/env HOME=/build TMPDIR=/tmp PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 "$@"; }
in_root python3 -m pip --quiet --disable-pip-version-check --cache-dir /build/cache "$@"
# Compiled by content, not by time: packing resets the times, and no user may write them later.
[ ! -d "$root/layer" ] ||
  in_root python3 -m compileall -q -j 2 --invalidation-mode unchecked-hash -s /layer /layer/usr/local/lib >/dev/null || true
