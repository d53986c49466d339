# shellcheck shell=bash
# Builds the cluster's programs from Go modules and Debian packages; each by the content of what defines it.

TOOLS=$ROOT/deploy/local/tools
KUBE_VERSION=1.36.3
BIN=$CACHE/bin
KUBEAPI=$CACHE/kubeapi/k8s/$KUBE_VERSION-linux-amd64
export GOTOOLCHAIN=local

need_go() {
  local version
  version=$(go env GOVERSION 2>/dev/null | sed 's/^go//') || true
  [ -n "$version" ] || die "Go 1.26 or later is needed to build the cluster's programs: install it and put it on the PATH"
  printf '1.26\n%s\n' "$version" | sort -V -C || die "Go 1.26 or later is needed, this is $version"
}

# build_go MODULE PACKAGE NAME [LDFLAGS]: into $BIN/NAME, unless its sources have been built before.
build_go() {
  local module=$1 package=$2 name=$3 flags="-s -w ${4:-}" key
  key=$( (cd "$TOOLS/$module" && cat go.mod go.sum ./*.go 2>/dev/null; echo "$package $flags") | sha256sum | cut -c1-16)
  if [ ! -x "$BIN/$name-$key" ]; then
    need_go
    say "building $name (once; later starts reuse it)"
    mkdir -p "$BIN"
    (cd "$TOOLS/$module" && CGO_ENABLED=0 go build -trimpath -ldflags "$flags" -o "$BIN/.$name-$key" "$package") || die "$name could not be built"
    mv "$BIN/.$name-$key" "$BIN/$name-$key"
  fi
  ln -sfn "$name-$key" "$BIN/$name"
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
  build_go etcd go.etcd.io/etcd/server/v3 etcd
  build_kubernetes kube-apiserver
  build_kubernetes kubectl
  mkdir -p "$KUBEAPI"
  local name
  for name in etcd kube-apiserver kubectl; do ln -sfn "$BIN/$name" "$KUBEAPI/$name"; done
}

build_all() {
  need_packages containerd=containerd runc=runc /usr/lib/cni/bridge=containernetworking-plugins iptables=iptables nft=nftables \
    conntrack=conntrack socat=socat ethtool=ethtool skopeo=skopeo umoci=umoci openssl=openssl gcc=gcc ip=iproute2 curl=curl
  build_kubeapi
  local name
  for name in kube-controller-manager kube-scheduler kubelet kube-proxy; do build_kubernetes "$name"; done
  build_go coredns github.com/coredns/coredns coredns
  build_go provisioner . provisioner
  build_pause
}

# The sandbox image: one static program, packed as an archive that containerd imports.
build_pause() {
  local key layout
  key=$(sha256sum "$ROOT/deploy/local/cluster/pause.c" | cut -c1-16)
  PAUSE=$CACHE/images/pause-$key.tar
  [ ! -f "$PAUSE" ] || return 0
  say "building the pause image"
  mkdir -p "$CACHE/images"
  layout=$(mktemp -d)
  mkdir "$layout/root"
  gcc -static -Os -o "$layout/root/pause" "$ROOT/deploy/local/cluster/pause.c"
  (
    cd "$layout"
    umoci init --layout oci && umoci new --image oci:1
    umoci insert --image oci:1 root/pause /pause
    umoci config --image oci:1 --config.entrypoint /pause
    skopeo copy -q oci:oci:1 "docker-archive:$PAUSE.new:localhost/pause:1"
  ) >/dev/null
  mv "$PAUSE.new" "$PAUSE"
  rm -rf "$layout"
}
