# shellcheck shell=bash
# Builds the cluster's programs from Go modules and Debian packages; each by the content of what defines it.

TOOLS=$ROOT/deploy/local/tools
KUBE_VERSION=1.36.3
BIN=$CACHE/bin
KUBEAPI=$CACHE/kubeapi/k8s/$KUBE_VERSION-linux-amd64
PAUSE=$CACHE/images/pause-$(sha256sum "$HERE/pause.c" | cut -c1-16).tar
export GOTOOLCHAIN=local

need_go() {
  local version
  version=$(go env GOVERSION 2>/dev/null | sed 's/^go//') || true
  [ -n "$version" ] || die "Go 1.26 or later is needed to build the cluster's programs: install it and put it on the PATH"
  printf '1.26\n%s\n' "$version" | sort -V -C || die "Go 1.26 or later is needed to build the cluster's programs, this is $version"
}

# build_go MODULE PACKAGE NAME [LDFLAGS]: into $BIN/NAME, unless its sources have been built before.
build_go() {
  local module=$1 package=$2 name=$3 flags="-s -w ${4:-}" key begun
  key=$( (cd "$TOOLS/$module" && cat go.mod go.sum; find . -name '*.go' -exec cat {} +; echo "$package $flags") | sha256sum | cut -c1-16)
  if [ ! -x "$BIN/$name-$key" ]; then
    need_go
    begun=$SECONDS
    say "building $name (once; later starts reuse it)"
    mkdir -p "$BIN"
    (cd "$TOOLS/$module" && CGO_ENABLED=0 go build -trimpath -ldflags "$flags" -o "$BIN/.$name-$key.$$" "$package") ||
      die "$name could not be built: the compiler says why above"
    mv "$BIN/.$name-$key.$$" "$BIN/$name-$key"
    say "built $name in $((SECONDS - begun)) s"
  fi
  [ "$(readlink "$BIN/$name")" = "$name-$key" ] || ln -sfn "$name-$key" "$BIN/$name"
}

build_kubernetes() {
  local flags="" package
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=v$KUBE_VERSION -X $package.gitMajor=1 -X $package.gitMinor=36 -X $package.gitCommit=unknown"
    flags+=" -X $package.gitTreeState=clean -X $package.buildDate=2026-01-01T00:00:00Z"
  done
  build_go kubernetes "k8s.io/kubernetes/cmd/$1" "$1" "$flags"
}

# The three programs that tests against a bare API server need.
build_kubeapi() {
  local name
  build_go etcd go.etcd.io/etcd/server/v3 etcd
  build_kubernetes kube-apiserver
  build_kubernetes kubectl
  mkdir -p "$KUBEAPI"
  for name in etcd kube-apiserver kubectl; do
    [ "$(readlink "$KUBEAPI/$name")" = "$BIN/$name" ] || ln -sfn "$BIN/$name" "$KUBEAPI/$name"
  done
}

build_all() {
  local name
  need_packages containerd=containerd runc=runc /usr/lib/cni/bridge=containernetworking-plugins iptables=iptables nft=nftables \
    conntrack=conntrack socat=socat ethtool=ethtool skopeo=skopeo umoci=umoci openssl=openssl gcc=gcc \
    /usr/include/stdlib.h=libc6-dev ip=iproute2 curl=curl
  build_kubeapi
  for name in kube-controller-manager kube-scheduler kubelet kube-proxy; do build_kubernetes "$name"; done
  build_go coredns github.com/coredns/coredns coredns
  build_go provisioner . provisioner
  build_pause
}

# pack_image FOLDER NAME ENTRYPOINT ARCHIVE: a docker-archive whose only layer is the folder's content.
pack_image() {
  local layout
  layout=$(mktemp -d)
  mkdir -p "$(dirname "$4")"
  (
    cd "$layout"
    umoci init --layout oci
    umoci new --image oci:1
    umoci insert --image oci:1 "$1" /
    umoci config --image oci:1 --config.entrypoint "$3"
    skopeo copy -q oci:oci:1 "docker-archive:$4.new:$2"
  ) >"$layout/log" 2>&1 || { cat "$layout/log" >&2; die "the image $2 could not be packed: read the lines above"; }
  mv "$4.new" "$4"
  rm -rf "$layout"
}

# The sandbox image: one static program.
build_pause() {
  local folder
  [ ! -f "$PAUSE" ] || return 0
  say "building the sandbox image"
  folder=$(mktemp -d)
  chmod 755 "$folder"
  gcc -static -Os -o "$folder/pause" "$HERE/pause.c"
  pack_image "$folder" localhost/pause:1 /pause "$PAUSE"
  rm -rf "$folder"
}
