# shellcheck shell=bash
# Takes the node away again, and shows that nothing of it is left.

SYSCTLS="net.ipv4.ip_forward fs.inotify.max_user_instances vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes net.ipv4.conf.all.route_localnet net.bridge.bridge-nf-call-iptables net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_timeout_close_wait net.netfilter.nf_conntrack_tcp_be_liberal"
BEFORE=$CACHE/before$(echo "$STATE" | tr / _)

# What a cluster could leave behind, in lines that can be compared.
snapshot() {
  local name
  for name in $SYSCTLS; do echo "sysctl $name=$(sysctl -n "$name" 2>/dev/null || echo absent)"; done
  awk '{print "mount", $5}' /proc/self/mountinfo | sort -u
  echo "propagation $(findmnt -no PROPAGATION / | head -1)"
  ip -o link 2>/dev/null | awk '{sub(/@.*/, "", $2); print "link", $2}' | sort
  ip -o route 2>/dev/null | awk '{print "route", $1}' | sort
  find /run/netns -mindepth 1 2>/dev/null | sed 's/^/netns /' || true
  nft list tables 2>/dev/null | sed 's/^/nft /' | sort
  { iptables-save 2>/dev/null || true; } | grep -E '^(:|-A)' | sed -E 's/ \[[0-9:]+\]//; s/^/iptables /' || true
  find /sys/fs/cgroup -maxdepth 3 -type d \( -name kubepods -o -name 'k8s.io' -o -name system.slice -o -name kubelet \) 2>/dev/null | sed 's/^/cgroup /' | sort
  for name in /var/lib/cni /var/lib/kubelet /var/lib/containerd /run/containerd /run/flannel /etc/cni/net.d /var/log/pods /var/log/containers /var/lib/calico /opt/containerd; do
    [ ! -e "$name" ] || echo "folder $name"
  done
  pgrep -a 'kube|etcd|containerd|coredns|provisioner' 2>/dev/null | awk '{print "process", $2}' | sort | uniq -c || true
}

remember_before() {
  mkdir -p "$CACHE"
  [ -s "$BEFORE" ] || snapshot >"$BEFORE"
}

stop_pods() {
  local task
  pid_of containerd >/dev/null || return 0
  for task in $(ctr tasks ls -q 2>/dev/null); do ctr tasks kill -s SIGKILL -a "$task" >/dev/null 2>&1 || true; done
  for task in $(ctr containers ls -q 2>/dev/null); do
    ctr tasks delete -f "$task" >/dev/null 2>&1 || true
    ctr containers delete "$task" >/dev/null 2>&1 || true
  done
}

# The shims outlive containerd; they carry its socket among their arguments.
stop_shims() {
  local pid
  for pid in $(pgrep -f "containerd-shim-runc-v2.*$CONTAINERD_SOCKET" || true); do kill -9 "$pid" 2>/dev/null || true; done
}

unmount_below() { # FOLDER
  local i point
  for i in 1 2 3; do
    awk -v top="$1/" 'index($5, top) == 1 {print $5}' /proc/self/mountinfo | sort -r | while read -r point; do umount -l "$point" 2>/dev/null || true; done
  done
}

remove_network() {
  local link
  for link in $(ip -o link show master fh0 2>/dev/null | awk '{sub(/@.*/, "", $2); sub(/:$/, "", $2); print $2}'); do ip link delete "$link" 2>/dev/null || true; done
  ip link delete fh0 2>/dev/null || true
  for link in "ip kube-proxy" "ip6 kube-proxy"; do nft delete table $link 2>/dev/null || true; done
  # Chains of the CNI plugins: what is not in the snapshot of before goes.
  if command -v iptables-save >/dev/null; then
    iptables-save 2>/dev/null | grep -vE 'CNI-|KUBE-' | iptables-restore 2>/dev/null || true
    ip6tables-save 2>/dev/null | grep -vE 'CNI-|KUBE-' | ip6tables-restore 2>/dev/null || true
  fi
  nft list tables 2>/dev/null | sed 's/^table //' | while read -r link; do
    grep -qx "nft table $link" "$BEFORE" 2>/dev/null || nft delete table $link 2>/dev/null || true
  done
}

remove_cgroups() {
  local top
  find /sys/fs/cgroup -maxdepth 3 -type d \( -name kubepods -o -name k8s.io \) 2>/dev/null | while read -r top; do
    find "$top" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

restore_sysctls() {
  local line
  grep '^sysctl' "$BEFORE" 2>/dev/null | sed 's/^sysctl //' | grep -v '=absent$' | while read -r line; do sysctl -q -w "$line" 2>/dev/null || true; done
  if [ "$(sed -n 's/^propagation //p' "$BEFORE")" = private ]; then mount --make-rprivate /; fi
}

cluster_down() {
  local program folder
  if [ ! -e "$STATE/cluster-kind" ]; then
    say "no cluster of ours runs"
    return 0
  fi
  if [ "$(cat "$STATE/cluster-kind")" != local ]; then
    say "the cluster is the user's own: left alone"
    rm -f "$STATE/cluster-kind" "$KUBECONFIG_ADMIN"
    return 0
  fi
  need_root
  for program in provisioner kubelet; do stop "$program"; done
  say "ending pods"
  stop_pods
  for program in kube-proxy coredns containerd; do stop "$program"; done
  stop_shims
  for program in kube-scheduler kube-controller-manager kube-apiserver etcd; do stop "$program"; done
  say "removing mounts, network and cgroups"
  unmount_below "$STATE"
  remove_network
  remove_cgroups
  restore_sysctls
  for folder in /var/lib/cni /var/lib/kubelet /run/containerd /var/log/pods /var/log/containers /opt/containerd /var/lib/containerd /etc/cni/net.d; do
    grep -qx "folder $folder" "$BEFORE" || rm -rf "$folder"
  done
  rm -rf "$STATE/pki" "$STATE/kube/admin.kubeconfig" "$STATE/etcd" "$STATE/containerd" "$STATE/kubelet" "$STATE/cni" "$STATE/volumes" "$STATE/pod-logs" \
    "$STATE"/{containerd.toml,kubelet.yaml,proxy.yaml,Corefile,addons.yaml,authentication.yaml,resolv.conf,cluster-kind}
  compare_with_before
}

compare_with_before() {
  local difference
  if difference=$(diff <(sort "$BEFORE") <(snapshot | sort)); then
    rm -f "$BEFORE"
    say "nothing is left behind (installed packages and the cache $CACHE stay)"
  else
    printf '%s\n' "$difference" | grep '^[<>]' >&2
    die "the machine differs from before the start in the lines above (< before, > now)"
  fi
}
