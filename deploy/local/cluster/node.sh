# shellcheck shell=bash
# containerd, kubelet, kube-proxy, name service and volumes: one node, all of it below $STATE.

BRIDGE=fh0
POD_NETWORK=freihafen

up_local() {
  local address
  need_root
  if running; then
    say "it runs already: node $NODE is Ready"
    return 0
  fi
  build_all
  address=$(node_ip)
  refuse_what_cannot_work "$address"
  remember_before
  echo local >"$KIND_FILE"
  make_pki "$address"
  start_control_plane "$address"
  start_node "$address"
}

running() {
  local program
  [ "$(kind)" = local ] || return 1
  for program in $PROGRAMS; do pid_of "$program" >/dev/null || return 1; done
  node_ready
}

node_ready() { [ "$(kubectl get node "$NODE" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null)" = True ]; }

# The address by which pods reach this machine.
node_ip() {
  ip -4 -o route get 192.0.2.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p' | grep . || hostname -I | awk '{print $1}' | grep . ||
    die "this machine has no IPv4 address besides the loopback's: give it one (ip addr add)"
}

refuse_what_cannot_work() { # NODE-IP
  local entry program port address
  # A socket's path has room for 107 characters.
  [ ${#CONTAINERD_SOCKET} -le 100 ] || die "the path $STATE is too long for Unix sockets: set FREIHAFEN_STATE to a shorter one"
  for entry in etcd:2379:127.0.0.1 etcd:2380:127.0.0.1 kube-apiserver:6443: kubelet:10250: kube-proxy:10256:127.0.0.1 "coredns:53:$1"; do
    IFS=: read -r program port address <<<"$entry"
    pid_of "$program" >/dev/null || [ -z "$(ss -Hltn "sport = :$port" | awk -v a="$address" '{sub(/:[0-9]+$/, "", $4)} a == "" || $4 == a || $4 == "0.0.0.0" || $4 == "*" || $4 == "[::]"')" ] ||
      die "port $port is taken and $program needs it: end what listens there (ss -ltnp 'sport = :$port')"
  done
  if [ "$(kind)" != local ] && [ -n "$(pod_cgroups)" ]; then
    die "another kubelet runs pods on this machine (there is a cgroup kubepods): use its cluster with KUBECONFIG_UNDER_TEST"
  fi
}

write_node_configuration() { # NODE-IP
  local upstream
  mkdir -p "$STATE/cni" "$STATE/containerd" "$STATE/kubelet" "$STATE/pod-logs" "$STATE/volumes"
  put "$STATE/cni/10-pods.conflist" <<K
{"cniVersion": "1.0.0", "name": "$POD_NETWORK", "plugins": [
  {"type": "bridge", "bridge": "$BRIDGE", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "$STATE/cni/networks", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
K
  put "$STATE/containerd.toml" <<K
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
    snapshotter = "$(snapshotter)"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
K
  put "$STATE/kubelet.yaml" <<K
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
  echo "nameserver $1" | put "$STATE/resolv.conf"
  put "$STATE/proxy.yaml" <<K
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: 10.244.0.0/16
hostnameOverride: $NODE
healthzBindAddress: 127.0.0.1:10256
clientConnection: {kubeconfig: $PKI/proxy.kubeconfig}
conntrack: {maxPerCore: 0}
K
  upstream=$(awk '$1 == "nameserver" {print $2; exit}' /etc/resolv.conf)
  put "$STATE/Corefile" <<K
.:53 {
  bind $1
  errors
  ready 127.0.0.1:10253
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $PKI/coredns.kubeconfig
    pods insecure
  }
  cache 30
  ${upstream:+forward . $upstream}
}
K
  sed "s/@NODE_IP@/$1/" "$HERE/addons.yaml" | put "$STATE/addons.yaml"
}

start_node() { # NODE-IP
  write_node_configuration "$1"
  kubectl apply --server-side --field-manager freihafen-cluster -f "$STATE/addons.yaml" >/dev/null
  # Volumes with mount propagation need it. The root alone: a mount that another one covers could not be restored.
  [ "$(findmnt -no PROPAGATION / | head -1)" = shared ] || mount --make-shared /
  sysctl -q -w net.ipv4.ip_forward=1
  [ "$(sysctl -n fs.inotify.max_user_instances)" -ge 1024 ] || sysctl -q -w fs.inotify.max_user_instances=1024
  place_store "$STATE/containerd/root"
  start containerd containerd --config "$STATE/containerd.toml"
  wait_for 30 containerd containerd ctr --address "$CONTAINERD_SOCKET" version
  import_archive "$CONTAINERD_SOCKET" "$PAUSE" >/dev/null
  start kubelet "$BIN/kubelet" --config "$STATE/kubelet.yaml" --kubeconfig "$PKI/node-$1.kubeconfig" --hostname-override "$NODE" \
    --node-ip "$1" --root-dir "$STATE/kubelet"
  start coredns "$BIN/coredns" -conf "$STATE/Corefile"
  start provisioner "$BIN/provisioner" --kubeconfig "$PKI/provisioner.kubeconfig" --root "$STATE/volumes" --node "$NODE"
  wait_for 90 "the node" kubelet node_ready
  start kube-proxy "$BIN/kube-proxy" --config "$STATE/proxy.yaml"
  kubectl label node "$NODE" --overwrite freihafen.dev/local-images=true freihafen.dev/node-class=local >/dev/null
  kubectl annotate node "$NODE" --overwrite "freihafen.dev/image-store=$CONTAINERD_SOCKET" >/dev/null
  wait_for 60 "the name service" coredns healthy http://127.0.0.1:10253/ready
  wait_for 60 "the service proxy" kube-proxy healthy http://127.0.0.1:10256/healthz
  wait_for 30 "the controller manager" kube-controller-manager kubectl --namespace default get serviceaccount default
  wait_for 5 "the volume provisioner" provisioner pid_of provisioner
  say "node $NODE ready ($(nproc) cores)"
}
