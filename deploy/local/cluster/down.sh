# shellcheck shell=bash
# Takes the cluster away again, and shows that nothing of it is left. Every step may be repeated after a break.

down_local() {
  local program
  need_root
  [ -s "$BEFORE" ] || die "$BEFORE is missing, so it is unknown how the machine looked: restore the file, or end the programs named by '$0 status' by hand"
  say "ending pods"
  # First who would start pods anew, then their processes, then who watches over them.
  for program in provisioner kubelet; do stop "$program"; done
  end_pods
  for program in kube-proxy coredns containerd; do stop "$program"; done
  end_shims
  for program in kube-scheduler kube-controller-manager kube-apiserver etcd; do stop "$program"; done
  say "removing mounts, network, cgroups and folders"
  unmount_below "$STATE"
  remove_network
  remove_cgroups
  restore_settings
  remove_folders
  compare_with_before || die "the lines above differ from the time before the start (< before, > now): undo them by hand, or run '$0 down' again"
  rm -f "$BEFORE" "$KIND_FILE"
  say "nothing is left behind; the installed Debian packages and the cache $CACHE stay"
}

# up refuses to start where the cgroup exists already, so every process in it belongs to a pod of ours.
end_pods() {
  local round top pids
  for ((round = 0; round < 50; round++)); do
    # A group that ends while it is read is no failure.
    pids=$(for top in $(pod_cgroups); do find "$top" -name cgroup.procs -exec cat {} + 2>/dev/null; done | sort -u) || true
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086
    kill -9 $pids 2>/dev/null || true
    sleep 0.1
  done
}

# The shims outlive containerd on purpose; they have inherited its mark.
end_shims() {
  local pids
  pids=$(marked_processes | while read -r pid; do
    grep -qz "^FREIHAFEN_PROGRAM=$STATE/containerd$" "/proc/$pid/environ" 2>/dev/null && echo "$pid"
  done) || true
  # shellcheck disable=SC2086
  [ -z "$pids" ] || kill -9 $pids 2>/dev/null || true
}

unmount_below() { # FOLDER
  local round point points
  for round in gently lazily; do
    points=$(findmnt -rno TARGET | awk -v top="$1/" 'index($0, top) == 1' | sort -ru)
    for point in $points; do
      point=$(printf '%b' "$point")
      umount "$point" 2>/dev/null || [ "$round" = gently ] || umount -l "$point" 2>/dev/null || true
    done
  done
}

remove_network() {
  local link family name
  for link in $(ip -o link show type veth | awk -v bridge="$BRIDGE" '$0 ~ " master " bridge " " {sub(/[@:].*/, "", $2); print $2}'); do
    ip link delete "$link" 2>/dev/null || true
  done
  ip link delete "$BRIDGE" 2>/dev/null || true
  for family in ip ip6; do
    was_there "nft $family kube-proxy" || nft delete table "$family" kube-proxy 2>/dev/null || true
  done
  remove_firewall_rules iptables
  remove_firewall_rules ip6tables
  # Tables that iptables made for the rules of the pods, now without any rule.
  for family in ip ip6; do
    for name in nat mangle filter; do
      was_there "nft $family $name" || nft list table "$family" "$name" 2>/dev/null | grep -vE '^(table|[[:space:]]*(chain|type|\})|[[:space:]]*$|#|\})' | grep -q . ||
        nft delete table "$family" "$name" 2>/dev/null || true
    done
  done
}

# Takes out the rules and chains of our pods and of the kubelet; all others stay as they are.
remove_firewall_rules() { # iptables | ip6tables
  local now kept
  now=$("$1-save" -c 2>/dev/null) || return 0
  kept=$(printf '%s\n' "$now" | without_our_rules "$1")
  [ "$kept" = "$now" ] || printf '%s\n' "$kept" | "$1-restore" -c || true
}

# Reads and writes the form of iptables-save. Ours are: rules with the name of our pod network, the chains
# they jump to, and the KUBE- and CNI-HOSTPORT chains that were not there before the cluster.
without_our_rules() { # iptables | ip6tables
  awk -v network="$POD_NETWORK" -v tool="$1" -v before="$BEFORE" '
    BEGIN { while ((getline line < before) > 0) if (split(line, f, " ") >= 2 && f[1] == tool && f[2] ~ /^:/) there[substr(f[2], 2)] = 1 }
    { lines[NR] = $0 }
    index($0, "name: \\\"" network "\\\"") { drop[NR] = 1; for (i = 1; i < NF; i++) if ($i == "-j" && $(i + 1) ~ /^CNI-/) chains[$(i + 1)] = 1 }
    /^:(KUBE-|CNI-HOSTPORT-)/ { name = substr($1, 2); if (!(name in there)) chains[name] = 1 }
    END {
      for (n = 1; n <= NR; n++) {
        if (n in drop) continue
        count = split(lines[n], f, " "); ours = 0
        if (f[1] ~ /^:/ && substr(f[1], 2) in chains) ours = 1
        for (i = 1; i < count; i++) if ((f[i] == "-A" || f[i] == "-j" || f[i] == "-g") && f[i + 1] in chains) ours = 1
        if (!ours) print lines[n]
      }
    }'
}

remove_cgroups() {
  local top round
  for ((round = 0; round < 20; round++)); do
    [ -n "$(pod_cgroups)" ] || return 0
    for top in $(pod_cgroups); do find "$top" -depth -type d -exec rmdir {} + 2>/dev/null || true; done
    sleep 0.1
  done
}

restore_settings() {
  local setting
  while read -r setting; do
    [ "$(sysctl -n "${setting%%=*}" 2>/dev/null)" = "${setting#*=}" ] || sysctl -q -w "$setting" || true
  done < <(sed -n 's/^sysctl //p' "$BEFORE")
  ! was_there "mount / private" || mount --make-private /
}

# What lies outside the state folder is taken piece by piece, as others may use the same places.
remove_folders() {
  local folder link
  for link in /var/log/containers/*; do
    [[ $(readlink "$link") == "$STATE"/* ]] && rm -f "$link"
  done
  for link in /run/containerd/runc/k8s.io/*/state.json; do
    grep -qsF "\"$STATE/" "$link" && rm -rf "${link%/state.json}"
  done
  # The network plugins' notes name the network namespace, which lies below our state folder.
  for link in /var/lib/cni/results/*; do
    grep -qsF "\"$STATE/" "$link" && rm -f "$link"
  done
  for link in /run/containerd/s/* /var/lib/kubelet/device-plugins/kubelet.sock; do
    [ -S "$link" ] && ! was_there "folder $link" && ! grep -qF "$link" /proc/net/unix && rm -f "$link"
  done
  for folder in $FIXED_FOLDERS; do
    [ -d "$folder" ] || continue
    find "$folder" -depth -type d | while read -r link; do was_there "folder $link" || rmdir "$link" 2>/dev/null || true; done
  done
  for folder in $PROGRAMS; do rm -f "$LOG/$folder.log" "$RUN/$folder.pid"; done
  rm -rf "$PKI" "$KUBECONFIG_ADMIN" "$STATE"/{etcd,containerd,kubelet,cni,volumes,pod-logs} \
    "$STATE"/{containerd.toml,kubelet.yaml,proxy.yaml,Corefile,addons.yaml,authentication.yaml,resolv.conf,audit-policy.yaml}
  rmdir "$LOG" "$RUN" "$STATE/kube" 2>/dev/null || true
}
