#!/usr/bin/env bash
# Boots, uses, breaks and removes a whole local cluster, for real. Prints "N passed, N failed".
# It has a state folder of its own, but needs the ports of a cluster: take a running one down first.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
unset KUBECONFIG_UNDER_TEST CLUSTER IMAGE_PREFIX
export FREIHAFEN_STATE=${FREIHAFEN_TEST_STATE:-$(cd "$here/../../.." && pwd)/.local/cluster-test}
for part in lib build; do
  # shellcheck disable=SC1090
  . "$here/$part.sh"
done
cluster() { "$here/cluster" "$@"; }
k() { kubectl --namespace probe "$@"; }

exec 3>&1
passed=0 failed=0
scratch=$(mktemp -d)
finish() {
  local code=$?
  [ -z "$(kind)" ] || cluster down || failed=$((failed + 1))
  [ -n "$(kind)" ] || rm -rf "$STATE"
  rm -rf "$scratch"
  [ "$code" = 0 ] || failed=$((failed + 1))
  echo "$passed passed, $failed failed" >&3
  [ "$failed" = 0 ] || exit 1
}
trap finish EXIT

# check SENTENCE COMMAND...: the command's output is shown only when it fails.
check() {
  local sentence=$1 begun=${EPOCHREALTIME/./} code
  shift
  # Not as a condition: there, a failure in the middle of a check would not end it.
  set +e
  (set -e && "$@") >"$scratch/output" 2>&1
  code=$?
  set -e
  if [ $code = 0 ]; then
    passed=$((passed + 1))
    printf 'ok    %6d ms  %s\n' $(((${EPOCHREALTIME/./} - begun) / 1000)) "$sentence"
  else
    failed=$((failed + 1))
    printf 'FAIL  %6d ms  %s\n' $(((${EPOCHREALTIME/./} - begun) / 1000)) "$sentence"
    tail -n 12 "$scratch/output" | sed "s/^/        /"
  fi
}

within() { # SECONDS COMMAND...
  local limit=$1 begun=$SECONDS
  shift
  until "$@"; do
    [ $((SECONDS - begun)) -lt "$limit" ] || { echo "not within $limit s: $*"; return 1; }
    sleep 0.3
  done
}
equal() { [ "$1" = "$2" ] || { printf 'expected: %s\nbut was:  %s\n' "$1" "$2"; return 1; }; }
holds() { grep -qF -- "$1" "$2" || { echo "no '$1' in:"; cat "$2"; return 1; }; }
fails() { ! "$@" || { echo "should have failed: $*"; return 1; }; }

# An independent look at the machine, not the one that down uses.
look() {
  awk '{print $5}' /proc/self/mountinfo | grep -e "$STATE" -e kubelet -e cni -e '/run/containerd' || true
  ls /sys/class/net /proc/sys/net/ipv4/conf
  nft list ruleset | sed -E 's/packets [0-9]+ bytes [0-9]+//; s/ # handle.*//'
  iptables-save | sed '/^#/d; s/\[.*//'
  find /sys/fs/cgroup -name 'kubepods*'
  ls -d /var/lib/{cni,kubelet,containerd} /var/log/{pods,containers} /run/containerd /etc/cni /opt/containerd 2>/dev/null || true
  sysctl net.ipv4.ip_forward fs.inotify.max_user_instances vm.overcommit_memory kernel.panic kernel.panic_on_oops
  findmnt -no PROPAGATION /
  grep -lsz "^FREIHAFEN_PROGRAM=$STATE/" /proc/[0-9]*/environ || true
}

probe_image() {
  build_go probe . probe
  mkdir "$scratch/root"
  chmod 755 "$scratch/root"
  cp "$BIN/probe" "$scratch/root/probe"
  pack_image "$scratch/root" localhost/probe:1 /probe "$scratch/probe.tar"
}

probe_objects() {
  cat <<'K'
apiVersion: v1
kind: Namespace
metadata: {name: probe, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: probe}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: probe, labels: {app: web}}
spec:
  automountServiceAccountToken: false
  securityContext: {runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: web
      image: localhost/probe:1
      imagePullPolicy: IfNotPresent
      args: [serve, /data/index.html, first light]
      ports: [{containerPort: 8080}]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      volumeMounts: [{name: data, mountPath: /data}]
      readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
---
apiVersion: v1
kind: Service
metadata: {name: site, namespace: probe}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
K
}

second_up_is_quick() {
  local begun=${EPOCHREALTIME/./}
  cluster up
  [ $(((${EPOCHREALTIME/./} - begun) / 1000)) -lt 2000 ]
}
answers_by_name() { [ "$(k exec web -- /probe get http://site)" = "first light" ]; }
finds_the_api_server() { k exec web -- /probe lookup kubernetes.default | grep -F 10.96.0.1; }
keeps_logs() { equal "written by 1000" "$(k logs web)"; }
volume_folder() { kubectl get pv -o 'jsonpath={.items[0].spec.local.path}'; }
volume_is_default() { equal true "$(kubectl get storageclass local -o 'jsonpath={.metadata.annotations.storageclass\.kubernetes\.io/is-default-class}')"; }
refuses_root() { fails k run root --image localhost/probe:1; }
loads_once() { cluster load-image "$scratch/probe.tar" | grep "loaded already"; }
sees_a_changed_image() {
  echo changed >"$scratch/root/changed"
  pack_image "$scratch/root" localhost/probe:1 /probe "$scratch/probe-2.tar"
  cluster load-image "$scratch/probe-2.tar" >"$scratch/loading"
  fails grep already "$scratch/loading"
}
refuses_what_is_no_archive() {
  echo nothing >"$scratch/nothing.tar"
  fails cluster load-image "$scratch/nothing.tar" 2>"$scratch/refusal"
  holds "is not a docker-archive" "$scratch/refusal"
}
keeps_anonymous_out() {
  equal 200 "$(curl -sk -o /dev/null -w '%{http_code}' https://127.0.0.1:6443/readyz)"
  equal 401 "$(curl -sk -o /dev/null -w '%{http_code}' https://127.0.0.1:6443/api/v1/namespaces)"
}
names_its_version() { kubectl version | grep -F "Server Version: v$KUBE_VERSION"; }

survives_the_death_of() { # PROGRAM
  local pid container
  container=$(k get pod web -o 'jsonpath={.status.containerStatuses[0].containerID}')
  pid=$(cat "$RUN/$1.pid")
  kill -9 "$pid"
  within 10 test ! -d "/proc/$pid"
  cluster up
  within 30 answers_by_name
  equal "$container" "$(k get pod web -o 'jsonpath={.status.containerStatuses[0].containerID}')"
}

erases_a_deleted_claim() {
  local folder
  folder=$(volume_folder)
  [ -f "$folder/index.html" ]
  k delete pod web --grace-period 1
  k delete pvc data
  within 30 test ! -e "$folder"
  within 30 equal "" "$(kubectl get pv -o name)"
}

refuses_a_foreign_cluster() {
  kubectl label node --all freihafen.dev/local-images-
  fails env FREIHAFEN_STATE="$scratch/foreign" KUBECONFIG_UNDER_TEST="$KUBECONFIG_ADMIN" "$here/cluster" up 2>"$scratch/refusal"
  kubectl label node --all freihafen.dev/local-images=true
  holds "set IMAGE_PREFIX (nothing was written)" "$scratch/refusal"
  [ ! -e "$scratch/foreign/kube" ] && [ ! -e "$scratch/foreign/cluster-kind" ]
}
takes_a_foreign_cluster_with_a_prefix() {
  kubectl label node --all freihafen.dev/local-images-
  env FREIHAFEN_STATE="$scratch/prefixed" IMAGE_PREFIX=registry.example/freihafen KUBECONFIG_UNDER_TEST="$KUBECONFIG_ADMIN" "$here/cluster" up
  kubectl label node --all freihafen.dev/local-images=true
  "$BIN/kubectl" --kubeconfig "$scratch/prefixed/kube/admin.kubeconfig" get nodes
}
uses_a_local_cluster_of_another_folder() {
  local other="env FREIHAFEN_STATE=$scratch/other"
  $other KUBECONFIG_UNDER_TEST="$KUBECONFIG_ADMIN" "$here/cluster" up
  $other "$here/cluster" load-image "$scratch/probe-2.tar" | grep "loaded already"
  $other "$here/cluster" down | grep "it stays as it is"
  node_is_there
}
node_is_there() { kubectl get node "$NODE" | grep -w Ready; }
refuses_a_second_cluster() {
  fails env FREIHAFEN_STATE="$scratch/second" "$here/cluster" up 2>"$scratch/refusal"
  holds "port 2379 is taken" "$scratch/refusal"
  [ ! -e "$scratch/second/cluster-kind" ]
}

resumes_a_broken_start() {
  local starter
  "$here/cluster" up &
  starter=$!
  within 30 test -s "$RUN/kube-apiserver.pid"
  kill -9 "$starter"
  rm -f "$PKI/scheduler.crt" "$PKI/sa.pub"
  cluster up
  node_is_there
}
takes_down_what_lost_its_container_runtime() {
  cluster load-image "$scratch/probe.tar"
  probe_objects | kubectl apply -f -
  k wait --for condition=Ready pod/web --timeout 60s
  kill -9 "$(cat "$RUN/containerd.pid")" "$(cat "$RUN/kubelet.pid")"
  cluster down
}
leaves_nothing() {
  look >"$scratch/after"
  diff "$scratch/before" "$scratch/after"
  [ ! -e "$PKI" ] && [ ! -e "$KUBECONFIG_ADMIN" ] && [ ! -e "$STATE/containerd" ]
}

[ -z "$(kind)" ] || die "a cluster of an earlier test is left: FREIHAFEN_STATE=$STATE $here/cluster down"
[ -z "$(ss -Hltn 'sport = :6443')" ] || die "a cluster runs on port 6443: take it down first"
build_all
probe_image
look >"$scratch/before"

check "a cluster starts" cluster up
node_is_there >/dev/null || exit 1
check "a second up does nothing, in under two seconds" second_up_is_quick
check "the API server names its version" names_its_version
check "anonymous requests reach nothing but health" keeps_anonymous_out
check "an archive is loaded" cluster load-image "$scratch/probe.tar"
check "the same archive is not loaded again" loads_once
check "another image under the same name is loaded" sees_a_changed_image
check "what is no archive is refused with a sentence" refuses_what_is_no_archive
check "the StorageClass local is the default" volume_is_default
probe_objects | kubectl apply -f - >/dev/null
check "a restricted pod with a volume gets ready" k wait --for condition=Ready pod/web --timeout 60s
check "user 1000 writes into its volume and the log says so" keeps_logs
check "a root pod is refused in the restricted namespace" refuses_root
check "a pod reaches a service by its name" within 15 answers_by_name
check "a pod finds the API server by its name" finds_the_api_server
for program in kubelet containerd kube-apiserver etcd coredns kube-proxy; do
  check "up resumes after the death of $program, and the pod lives on" survives_the_death_of "$program"
done
check "a deleted claim takes its folder along" erases_a_deleted_claim
check "a foreign cluster without IMAGE_PREFIX is refused" refuses_a_foreign_cluster
check "a foreign cluster with IMAGE_PREFIX is taken" takes_a_foreign_cluster_with_a_prefix
check "a local cluster of another folder is used and left alone" uses_a_local_cluster_of_another_folder
check "a second cluster on the same ports is refused" refuses_a_second_cluster
check "down" cluster down
check "nothing is left behind" leaves_nothing
check "a start that was broken off resumes" resumes_a_broken_start
check "down without container runtime and kubelet" takes_down_what_lost_its_container_runtime
check "nothing is left behind, again" leaves_nothing
