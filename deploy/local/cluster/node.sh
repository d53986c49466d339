# shellcheck shell=bash
# containerd, kubelet, kube-proxy, name service and volumes: one node.

write_node_configuration() { # NODE-IP
  mkdir -p "$STATE/cni" "$STATE/containerd" "$STATE/kubelet" "$STATE/pod-logs" "$STATE/volumes"
  cat >"$STATE/cni/10-pods.conflist" <<K
{"cniVersion": "1.0.0", "name": "freihafen", "plugins": [
  {"type": "bridge", "bridge": "fh0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$STATE/cni/networks", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
K
  cat >"$STATE/containerd.toml" <<K
version = 2
root = "$STATE/containerd/root"
state = "$STATE/containerd/state"
[grpc]
  address = "$CONTAINERD_SOCKET"
[plugins."io.containerd.internal.v1.opt"]
  path = "$STATE/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$STATE/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
K
  cat >"$STATE/kubelet.yaml" <<K
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
cgroupDriver: cgroupfs
containerRuntimeEndpoint: unix://$CONTAINERD_SOCKET
clusterDNS: [10.96.0.10]
clusterDomain: cluster.local
authentication: {anonymous: {enabled: false}, x509: {clientCAFile: $PKI/ca.crt}, webhook: {enabled: true}}
authorization: {mode: Webhook}
tlsCertFile: $PKI/node-$1.crt
tlsPrivateKeyFile: $PKI/node-$1.key
resolvConf: $STATE/resolv.conf
podLogsDir: $STATE/pod-logs
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
failSwapOn: false
K
  echo "nameserver $1" >"$STATE/resolv.conf"
  cat >"$STATE/proxy.yaml" <<K
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: 10.244.0.0/16
hostnameOverride: $NODE
clientConnection: {kubeconfig: $PKI/proxy.kubeconfig}
conntrack: {maxPerCore: 0}
K
  local upstream
  upstream=$(awk '$1 == "nameserver" {print $2; exit}' /etc/resolv.conf)
  cat >"$STATE/Corefile" <<K
.:53 {
  bind $1
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $PKI/coredns.kubeconfig
    pods insecure
  }
  cache 30
  ${upstream:+forward . $upstream}
}
K
  sed "s/@NODE_IP@/$1/" "$ROOT/deploy/local/cluster/addons.yaml" >"$STATE/addons.yaml"
}

node_ready() { [ "$(kubectl get node "$NODE" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }

start_node() { # NODE-IP
  write_node_configuration "$1"
  kubectl apply -f "$STATE/addons.yaml" >/dev/null
  [ "$(findmnt -no PROPAGATION / | head -1)" = shared ] || mount --make-rshared /
  sysctl -q -w net.ipv4.ip_forward=1 fs.inotify.max_user_instances=1024
  start containerd containerd --config "$STATE/containerd.toml"
  wait_for 30 containerd containerd ctr version
  ctr images ls -q | grep -qx localhost/pause:1 || ctr images import "$PAUSE" >/dev/null
  start kubelet "$BIN/kubelet" --config "$STATE/kubelet.yaml" --kubeconfig "$PKI/node-$1.kubeconfig" --hostname-override "$NODE" \
    --node-ip "$1" --root-dir "$STATE/kubelet"
  start kube-proxy "$BIN/kube-proxy" --config "$STATE/proxy.yaml"
  start coredns "$BIN/coredns" -conf "$STATE/Corefile"
  start provisioner "$BIN/provisioner" --kubeconfig "$PKI/provisioner.kubeconfig" --root "$STATE/volumes" --node "$NODE"
  wait_for 60 "the node" kubelet node_ready
  kubectl label node "$NODE" --overwrite freihafen.dev/local-images=true freihafen.dev/node-class=local >/dev/null
  say "node $NODE ready ($(nproc) cores)"
}

# load_image ARCHIVE: into the node's image store, unless that very archive was loaded before.
load_image() {
  local mark
  mark=$STATE/containerd/loaded/$(basename "$1")
  [ ! -e "$mark" ] || return 0
  ctr images import "$1" >/dev/null
  mkdir -p "$(dirname "$mark")" && touch "$mark"
}
