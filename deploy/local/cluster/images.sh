# shellcheck shell=bash
# Images go straight into the node's store: there is no registry.

STORES=$CACHE/stores
STORE_FILE=$STATE/node-store

# An overlay cannot lie on an overlay: inside a container files are copied instead.
snapshotter() { if [ "$(stat -f -c %T "$STATE")" = overlayfs ]; then echo native; else echo overlayfs; fi; }

# prepare_store ARCHIVE...: a store in which these images are unpacked, kept in the cache by what is in it. The next node of this
# folder begins with it. Unpacking takes half a minute of two cores, and is so done once.
prepare_store() {
  local archive key new work pid
  mkdir -p "$STATE" "$STORES"
  build_pause
  key=$({
    containerd --version && snapshotter && declare -f import_archive
    for archive in "$PAUSE" "$@"; do archive_tag "$archive" && archive_digest "$archive"; done
  } | sha256sum | cut -c1-16)
  if [ ! -d "$STORES/$key" ]; then
    say "unpacking the images (once per change; half a minute)"
    new=$(mktemp -d "$STORES/.new.XXXXXX")
    work=$(mktemp -d)
    cat >"$work/containerd.toml" <<K
version = 2
root = "$new"
state = "$work/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "$work/socket"
[plugins."io.containerd.internal.v1.opt"]
  path = "$work/opt"
K
    containerd --config "$work/containerd.toml" >"$work/log" 2>&1 9>&- &
    pid=$!
    if ! fill_store "$work/socket" "$PAUSE" "$@"; then
      tail -n 5 "$work/log" >&2
      kill "$pid" 2>/dev/null || true
      rm -rf "$new" "$work"
      die "the images could not be unpacked: the lines above say why"
    fi
    kill "$pid"
    wait "$pid" || true
    rm -rf "$work"
    mv -T "$new" "$STORES/$key" 2>/dev/null || rm -rf "$new" # another start may have been faster
  fi
  echo "$STORES/$key" >"$STORE_FILE"
}

fill_store() { # SOCKET ARCHIVE...
  local socket=$1 archive i
  shift
  for ((i = 0; i < 300; i++)); do
    ! ctr --address "$socket" version >/dev/null 2>&1 || break
    sleep 0.1
  done
  for archive in "$@"; do (CONTAINERD_SNAPSHOTTER=$(snapshotter) import_archive "$socket" "$archive" >/dev/null) || return 1; done
}

# A new node's store begins as links to the prepared one. Layers and blobs are never written again; the databases are copied.
place_store() { # ROOT
  local store file
  [ ! -e "$1" ] || return 0
  store=$(cat "$STORE_FILE" 2>/dev/null) && [ -d "$store" ] || return 0
  rm -rf "$1.new"
  cp -al "$store" "$1.new" 2>/dev/null || { rm -rf "$1.new"; cp -a "$store" "$1.new"; }
  find "$1.new" -maxdepth 2 -name '*.db' | while read -r file; do cp -p "$file" "$file.own" && mv "$file.own" "$file"; done
  mv -T "$1.new" "$1"
}

# The digest of an archive's image: that of its configuration, which names every layer.
archive_digest() {
  tar -xOf "$1" manifest.json | sed -n 's/.*"Config":"\(sha256:\)\{0,1\}\([0-9a-f]\{64\}\).*/\2/p'
}
archive_tag() { tar -xOf "$1" manifest.json | sed -n 's/.*"RepoTags":\["\([^"]*\)".*/\1/p'; }

# import_archive SOCKET ARCHIVE: unless the store has that very image under that very name.
import_archive() {
  local digest tag mark
  digest=$(archive_digest "$2") || true
  tag=$(archive_tag "$2") || true
  [ -n "$digest" ] && [ -n "$tag" ] || die "$2 is not a docker-archive with one named image: make one with 'skopeo copy ... docker-archive:FILE:NAME:TAG'"
  # The store labels the image with the digest it came from, so another archive under the same name is seen.
  mark=$(ctr --address "$1" --namespace k8s.io images ls "name==$tag" 2>/dev/null | grep -o 'freihafen.dev/archive=[0-9a-f]*') || true
  if [ "$mark" = "freihafen.dev/archive=$digest" ]; then
    say "$tag is loaded already"
    return 0
  fi
  ctr --address "$1" --namespace k8s.io images import "$2" >/dev/null || die "containerd could not import $2: is the disk full? (df $STATE)"
  ctr --address "$1" --namespace k8s.io images label "$tag" "freihafen.dev/archive=$digest" >/dev/null
  say "loaded $tag"
}

load_image() {
  local socket
  [ -r "$1" ] || die "$1 cannot be read: name a docker-archive"
  case "$(kind)" in
    local) import_archive "$CONTAINERD_SOCKET" "$1" ;;
    k3s) docker exec -i "$K3S_CONTAINER" ctr -n k8s.io images import - <"$1" >/dev/null && say "loaded $1" ;;
    foreign)
      # A local cluster of another folder on this machine names its store on its node.
      socket=$(kubectl get nodes -o 'jsonpath={.items[0].metadata.annotations.freihafen\.dev/image-store}')
      if [ -S "$socket" ]; then
        import_archive "$socket" "$1"
      else
        say "this cluster pulls its images from IMAGE_PREFIX: nothing to load"
      fi
      ;;
    *) die "no cluster runs: start it first with '$0 up'" ;;
  esac
}
