# shellcheck shell=bash
# Images go straight into the node's store: there is no registry.

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
