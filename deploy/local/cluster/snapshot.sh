# shellcheck shell=bash
# What the machine looked like before the cluster, in lines that can be compared.

BEFORE=$STATE/before-up
SYSCTLS="net.ipv4.ip_forward fs.inotify.max_user_instances vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
  kernel.keys.root_maxkeys kernel.keys.root_maxbytes net.ipv4.conf.all.route_localnet net.bridge.bridge-nf-call-iptables
  net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_timeout_close_wait
  net.netfilter.nf_conntrack_tcp_be_liberal"
# Folders outside $STATE whose place is fixed in a program's source.
FIXED_FOLDERS="/var/lib/cni /var/lib/kubelet /var/lib/containerd /var/log/pods /var/log/containers /run/containerd /opt/containerd /etc/cni"

pod_cgroups() { find /sys/fs/cgroup -maxdepth 2 -type d -name kubepods 2>/dev/null; }

# Pids of processes that carry the mark of one of our programs (their children inherit it; containers do not).
marked_processes() {
  local folder
  for folder in /proc/[0-9]*; do
    tr '\0' '\n' 2>/dev/null <"$folder/environ" | grep -q "^FREIHAFEN_PROGRAM=$STATE/\(${PROGRAMS// /\\|}\)\$" && echo "${folder#/proc/}"
  done 2>/dev/null
  return 0
}

firewall_rules() { # iptables | ip6tables
  "$1-save" 2>/dev/null | grep -E '^[:-]' | sed -E 's/ \[[0-9]+:[0-9]+\]$//' || true
}

snapshot() {
  local name
  for name in $SYSCTLS; do sysctl "$name" 2>/dev/null | sed 's/ = /=/; s/^/sysctl /'; done
  findmnt -rno TARGET,PROPAGATION | awk '{print "mount", $1, $2}'
  ip -o link | awk '{sub(/[@:].*/, "", $2); print "link", $2}'
  find /run/netns -mindepth 1 2>/dev/null | sed 's/^/netns /' || true
  nft list tables | sed 's/^table/nft/'
  for name in iptables ip6tables; do firewall_rules "$name" | sed "s/^/$name /"; done
  pod_cgroups | sed 's/^/cgroup /'
  for name in $FIXED_FOLDERS; do find "$name" -maxdepth 2 -not -type f 2>/dev/null | sed 's/^/folder /' || true; done
  for name in $(marked_processes); do echo "process $(tr '\0' ' ' <"/proc/$name/cmdline" 2>/dev/null | cut -c1-80)"; done
}

# Kept until a down has shown that all is as it was; a second up must not take the cluster for the machine.
remember_before() {
  [ -s "$BEFORE" ] && return 0
  snapshot | sort -u >"$BEFORE.new"
  mv "$BEFORE.new" "$BEFORE"
}

was_there() { grep -qxF -- "$1" "$BEFORE"; }

# Lines that can only be ours; other programs of the machine may have changed the rest meanwhile.
OURS="^[<>] (sysctl|cgroup|process|link (veth|$BRIDGE)|nft .*(kube-proxy| nat$| filter$| mangle$)|ip6?tables .*(KUBE-|CNI-HOSTPORT|$POD_NETWORK)|netns .*cni-|folder /(var/lib/kubelet|var/log|run/containerd|var/lib/containerd)|mount ($STATE/|/var/lib/kubelet|/run/containerd))"

# Fails when something of the cluster is left; what only others can have changed is told, but no failure.
compare_with_before() {
  local difference ours others
  difference=$(diff "$BEFORE" <(snapshot | sort -u) | grep '^[<>]' | without_new_settings) || true
  ours=$(printf '%s\n' "$difference" | grep -E "$OURS") || true
  others=$(printf '%s\n' "$difference" | grep -vE "$OURS" | grep .) || true
  if [ -n "$others" ]; then
    say "changed meanwhile by other programs of this machine (< before, > now):"
    printf '%s\n' "$others" | sed 's/^/       /'
  fi
  [ -z "$ours" ] || { printf '%s\n' "$ours" >&2; return 1; }
}

# A kernel module that the cluster has loaded stays, and with it settings that did not exist before.
without_new_settings() {
  local line setting
  while read -r line; do
    setting=${line#> sysctl }
    [ "$setting" = "$line" ] || grep -q "^sysctl ${setting%%=*}=" "$BEFORE" || continue
    printf '%s\n' "$line"
  done
}
