#!/usr/bin/env bash
# Builds the platform's images as docker-archives: build.sh [step] [ml] [mlserver]   (all three without a name).
# An archive is named after the content that defines it and is built only when it is not in the cache yet.
# Prints `IMAGE <name> <ref> <path>` for each image; the last lines of the output are these.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}
OUT=$CACHE/images
PREFIX=${IMAGE_PREFIX:-localhost/freihafen}
TAG=${IMAGE_TAG:-0.1.0}
SUITE=bookworm
BASE_PACKAGES=python3,python3-pip,ca-certificates

BEGUN=${FREIHAFEN_BEGUN:-$EPOCHSECONDS}

say() { printf '%4ds  %s\n' $((EPOCHSECONDS - BEGUN)) "$*" >&2; }
die() {
  printf 'images: %s\n' "$*" >&2
  exit 1
}
# hash_of WORD... : 16 digits over the words and, where a word is a file or folder, its content.
hash_of() {
  local word
  for word in "$@"; do
    if [ -e "$HERE/$word" ]; then
      (cd "$HERE" && find "$word" -type f ! -name '*_test.go' -print0 | sort -z | xargs -0 sha256sum)
    else
      echo "$word"
    fi
  done | sha256sum | cut -c1-16
}
sha() { sha256sum "$1" | cut -d' ' -f1; }
# pack_tar FOLDER TAR: the same content gives the same bytes.
pack_tar() {
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=posix \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime -C "$1" -cf "$2" .
}

need_base_tools() {
  [ "$(id -u)" = 0 ] || die "the Python images are built in a root file system of their own: run it as root"
  command -v mmdebstrap >/dev/null && return 0
  command -v apt-get >/dev/null || die "mmdebstrap is missing: install it and run this again"
  say "installing mmdebstrap"
  { flock 8 && apt-get -o DPkg::Lock::Timeout=300 update -qq &&
    apt-get -o DPkg::Lock::Timeout=300 install -qq -y --no-install-recommends mmdebstrap; } >&2 8>"$CACHE/apt.lock" ||
    die "mmdebstrap cannot be installed; the lines of apt-get above say why"
}

# The host's own mirrors of the suite, as one-line sources; nothing where the host runs another suite.
host_sources() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
    awk -v suite=$SUITE '$3 == "main" && index($2, suite) == 1 && !seen[$0]++ {print "deb", $1, $2, "main"}'
}

# The layer that the Python images share. Sets BASE to its tar.
build_base() {
  BASE=$OUT/base-$(hash_of "$SUITE" "$BASE_PACKAGES" base.sh).tar
  [ ! -s "$BASE" ] || return 0
  need_base_tools
  say "building the base layer ($SUITE with Python and pip)"
  local sources=()
  mapfile -t sources < <(host_sources)
  SOURCE_DATE_EPOCH=0 mmdebstrap --quiet --variant=minbase --include="$BASE_PACKAGES" \
    --customize-hook="$HERE/base.sh \"\$1\"" "$SUITE" "$BASE.part.tar" "${sources[@]}" >&2 ||
    die "mmdebstrap could not build the base layer; its lines above say why"
  mv "$BASE.part.tar" "$BASE"
}

# python_layer NAME TAR: what pip installs for the image, on top of the base layer.
python_layer() {
  build_base
  mkdir "$WORK/root"
  tar -C "$WORK/root" -xf "$BASE"
  install -D -m 644 "$HERE/$1/requirements.txt" "$WORK/root/build/requirements.txt"
  install -D -m 644 "$HERE/python/requirements.lock" "$WORK/root/build/requirements.lock"
  say "$1: installing Python packages"
  mkdir "$WORK/root/layer"
  unshare --mount "$HERE/python/pip.sh" "$WORK/root" "$CACHE/pip" install --root-user-action=ignore --no-compile \
    --no-warn-script-location --ignore-installed --root /layer \
    -c /build/requirements.lock -r /build/requirements.txt >&2 ||
    die "pip could not install the packages of $1; its lines above say why"
  say "$1: packing"
  "$HERE/python/strip.sh" "$WORK/root/layer"
  pack_tar "$WORK/root/layer" "$2"
  rm -rf "$WORK/root"
}

step_layer() {
  command -v go >/dev/null || die "Go is missing: install Go 1.26 or newer"
  mkdir "$WORK/step"
  (cd "$HERE/step" && GOTOOLCHAIN=local CGO_ENABLED=0 go build -trimpath -ldflags='-s -w -buildid=' -o "$WORK/step/step" .) ||
    die "the step wrapper does not compile"
  pack_tar "$WORK/step" "$1"
}

# archive NAME REF FILE LAYER...: image configuration, manifest and layers in one docker-archive.
archive() {
  local name=$1 ref=$2 file=$3 dir=$WORK/archive layers=() diffs=() layer digest
  shift 3
  mkdir "$dir"
  for layer in "$@"; do
    digest=$(sha "$layer")
    ln "$layer" "$dir/$digest.tar" 2>/dev/null || cp "$layer" "$dir/$digest.tar"
    layers+=("\"$digest.tar\"")
    diffs+=("\"sha256:$digest\"")
  done
  local IFS=,
  printf '{"architecture":"%s","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$(dpkg --print-architecture 2>/dev/null || echo amd64)" "$(cat "$HERE/$name/config.json")" "${diffs[*]}" >"$dir/config.json"
  digest=$(sha "$dir/config.json")
  mv "$dir/config.json" "$dir/$digest.json"
  printf '[{"Config":"%s.json","RepoTags":["%s"],"Layers":[%s]}]' "$digest" "$ref" "${layers[*]}" >"$dir/manifest.json"
  (cd "$dir" && tar --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$file.part" -- *)
  mv "$file.part" "$file"
  rm -rf "$dir"
}

build() {
  local name=$1 ref=$PREFIX/$1:$TAG file defined
  case $name in
    step) defined=(step) ;;
    ml | mlserver) defined=("$name" python base.sh "$SUITE" "$BASE_PACKAGES") ;;
    *) die "no image is called $name; there are step, ml and mlserver" ;;
  esac
  file=$OUT/$name-$(hash_of "$ref" "$(declare -f pack_tar step_layer python_layer archive)" "${defined[@]}").tar
  if [ -s "$file" ]; then
    say "$name: in the cache"
  else
    say "$name: building"
    WORK=$(mktemp -d "$OUT/.work.XXXXXX")
    if [ "$name" = step ]; then
      step_layer "$WORK/layer.tar"
      archive "$name" "$ref" "$file" "$WORK/layer.tar"
    else
      python_layer "$name" "$WORK/layer.tar"
      archive "$name" "$ref" "$file" "$BASE" "$WORK/layer.tar"
    fi
    rm -rf "$WORK"
    say "$name: done, $(du -m "$file" | cut -f1) MB"
  fi
  BUILT+=("IMAGE $name $ref $file")
}

BUILT=()
WORK=
umask 022
mkdir -p "$OUT"
exec 9>"$OUT/.lock"
flock -n 9 || {
  say "waiting for another build"
  flock 9
}
rm -rf "$OUT"/.work.* "$OUT"/{base,step,ml,mlserver}-*.part*
trap '[ -z "$WORK" ] || rm -rf "$WORK"' EXIT
[ $# -gt 0 ] || set -- step ml mlserver
if [ "$1" = base ]; then
  build_base
  echo "BASE $BASE"
  exit
fi
for image in "$@"; do build "$image"; done
printf '%s\n' "${BUILT[@]}"
