#!/usr/bin/env bash
# The built-in engine beside Argo Workflows: the same hundred runs of five steps (one, three side by side, one; a pod lasts
# a second) on ten kwok nodes, on one API server, in turns. Prints a table in Markdown and keeps it in
# target/bench/pipelines.md. RUNS=100 and ROUNDS=3 say how many; BENCH_LOG=long lets each step have said more than its pod's
# status holds; BENCH_ARTIFACTS=store is the setting with an object store, in which a run needs no volume. With COMPARE=jobs it
# measures instead what 500 Jobs cost the API server beside 500 pods (WORK_ITEMS=500), without any engine: target/bench/jobs.md.
# Needs no root and no container runtime.
set -euo pipefail
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$bench/../.." && pwd)
work=$(mktemp -d)
export FREIHAFEN_STATE=$work
# shellcheck source=../local/platform/lib.sh
. "$root/deploy/local/platform/lib.sh"
# shellcheck source=../local/cluster/build.sh
. "$root/deploy/local/cluster/build.sh"
# shellcheck source=../local/cluster/pki.sh
. "$root/deploy/local/cluster/pki.sh"
# shellcheck source=../local/platform/programs.sh
. "$root/deploy/local/platform/programs.sh"
PATH=$("$root/deploy/local/go.sh"):$PATH
JAVA_HOME=$("$root/deploy/local/jdk.sh")
API_PORT=$((26443 + PORT_OFFSET)) ETCD_PORT=$((22379 + PORT_OFFSET)) STANDIN_PORT=$((28080 + PORT_OFFSET))
OPERATOR_PORT=$((28083 + PORT_OFFSET)) KUBELET_PORT=$((20250 + PORT_OFFSET))
PROGRAMS_OF_BENCH="operator workflow-controller kwok kube-scheduler kube-controller-manager kube-apiserver etcd"

clean_up() {
  local code=$? program
  [ $code = 0 ] || for program in $PROGRAMS_OF_BENCH; do echo "== $program"; tail -n 5 "$LOG/$program.log" 2>/dev/null || true; done >&2
  if pid_of kube-apiserver >/dev/null; then
    admin --request-timeout=10s get pv -o jsonpath='{range .items[*]}{.spec.hostPath.path}{"\n"}{end}' >"$work/volumes" 2>/dev/null || true
  fi
  for program in $PROGRAMS_OF_BENCH; do stop "$program"; done
  [ -z "${standin:-}" ] || kill "$standin" 2>/dev/null || true
  # The folders that the controller manager made for this cluster's volumes, and no others.
  [ ! -s "$work/volumes" ] || xargs -r rm -rf <"$work/volumes"
  rm -rf "$work"
}
trap clean_up EXIT
trap "exit 143" TERM INT

build() {
  build_kubeapi
  build_kubernetes kube-controller-manager
  build_kubernetes kube-scheduler
  build_go kwok sigs.k8s.io/kwok/cmd/kwok kwok
  build_go argo github.com/argoproj/argo-workflows/v3/cmd/workflow-controller workflow-controller
  build_programs
}

# client NAME SUBJECT: a certificate and a kubeconfig of this API server.
client() {
  certificate ca "$1" "$2"
  kubeconfig "$1" "$STATE/kube/$1.kubeconfig"
  sed -i "s/127.0.0.1:6443/127.0.0.1:$API_PORT/" "$STATE/kube/$1.kubeconfig"
}

make_keys() {
  mkdir -p "$PKI" "$STATE/kube" "$LOG" "$RUN"
  authority ca kubernetes
  authority etcd-ca etcd
  certificate etcd-ca etcd /CN=etcd "IP:127.0.0.1,DNS:localhost"
  certificate etcd-ca etcd-client /CN=apiserver
  certificate ca apiserver /CN=kube-apiserver "DNS:kubernetes,DNS:kubernetes.default.svc,DNS:localhost,IP:10.96.0.1,IP:127.0.0.1"
  certificate ca kwok-server /CN=kwok "IP:127.0.0.1"
  certificate ca kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  openssl genrsa -out "$PKI/sa.key" 2048 2>/dev/null
  openssl rsa -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2>/dev/null
  client admin /O=system:masters/CN=admin
  client kcm /CN=system:kube-controller-manager
  client scheduler /CN=system:kube-scheduler
  client kwok /O=system:masters/CN=kwok
}

start_control_plane() {
  cat >"$work/audit.yaml" <<'K'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata}]
K
  start etcd "$BIN/etcd" --name bench --data-dir "$work/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls "https://127.0.0.1:$ETCD_PORT" --advertise-client-urls "https://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$((ETCD_PORT + 1))" --initial-advertise-peer-urls "http://127.0.0.1:$((ETCD_PORT + 1))" \
    --initial-cluster "bench=http://127.0.0.1:$((ETCD_PORT + 1))" \
    --cert-file "$PKI/etcd.crt" --key-file "$PKI/etcd.key" --trusted-ca-file "$PKI/etcd-ca.crt" --client-cert-auth
  start kube-apiserver "$BIN/kube-apiserver" --secure-port "$API_PORT" --bind-address 127.0.0.1 --cert-dir "$work/apiserver" \
    --etcd-servers "https://127.0.0.1:$ETCD_PORT" --etcd-cafile "$PKI/etcd-ca.crt" --etcd-certfile "$PKI/etcd-client.crt" --etcd-keyfile "$PKI/etcd-client.key" \
    --tls-cert-file "$PKI/apiserver.crt" --tls-private-key-file "$PKI/apiserver.key" --client-ca-file "$PKI/ca.crt" \
    --authorization-mode RBAC --service-cluster-ip-range 10.96.0.0/16 --service-account-issuer https://kubernetes.default.svc \
    --service-account-key-file "$PKI/sa.pub" --service-account-signing-key-file "$PKI/sa.key" \
    --kubelet-preferred-address-types InternalIP --kubelet-client-certificate "$PKI/kubelet-client.crt" --kubelet-client-key "$PKI/kubelet-client.key" \
    --audit-policy-file "$work/audit.yaml" --audit-log-path "$work/audit.log" --audit-log-maxsize 2000 --audit-log-mode blocking
  wait_for 60 "the API server" kube-apiserver admin get --raw /readyz
  start kube-controller-manager "$BIN/kube-controller-manager" --kubeconfig "$STATE/kube/kcm.kubeconfig" --leader-elect=false \
    --secure-port $((API_PORT + 1)) --cert-dir "$work/kcm" --service-account-private-key-file "$PKI/sa.key" --root-ca-file "$PKI/ca.crt" \
    --use-service-account-credentials --enable-hostpath-provisioner --kube-api-qps 200 --kube-api-burst 400
  put "$work/scheduler.yaml" <<K
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection: {leaderElect: false}
clientConnection: {kubeconfig: $STATE/kube/scheduler.kubeconfig, qps: 500, burst: 1000}
K
  start kube-scheduler "$BIN/kube-scheduler" --config "$work/scheduler.yaml" --secure-port $((API_PORT + 2)) --cert-dir "$work/scheduler"
  # What each step's log says: an engine that keeps logs reads them.
  echo "2026-01-01T00:00:00.000000000Z stdout F nothing" >"$work/step.log"
  put "$work/logs.yaml" <<K
apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: {name: steps}
spec: {logs: [{logsFile: $work/step.log}]}
K
  cp "$bench/pipelines/stages.yaml" "$work/stages.yaml"
  [ "${BENCH_LOG:-short}" = short ] || sed -i 's/,"log":"nothing\\n"//' "$work/stages.yaml"
  start kwok "$BIN/kwok" --kubeconfig "$STATE/kube/kwok.kubeconfig" --config "$work/stages.yaml" --config "$work/logs.yaml" \
    --manage-all-nodes --node-ip 127.0.0.1 --node-port "$KUBELET_PORT" --server-address "127.0.0.1:$KUBELET_PORT" \
    --tls-cert-file "$PKI/kwok-server.crt" --tls-private-key-file "$PKI/kwok-server.key" \
    --cidr 10.244.0.0/16 --node-lease-duration-seconds 60 --v WARN
  for node in 0 1 2 3 4 5 6 7 8 9; do
    cat <<K
apiVersion: v1
kind: Node
metadata: {name: kwok-$node, labels: {kubernetes.io/hostname: kwok-$node, kubernetes.io/os: linux}}
status:
  addresses: [{type: InternalIP, address: 127.0.0.1}, {type: Hostname, address: kwok-$node}]
  daemonEndpoints: {kubeletEndpoint: {Port: $KUBELET_PORT}}
  capacity: {cpu: "32", memory: 256Gi, pods: "500"}
  allocatable: {cpu: "32", memory: 256Gi, pods: "500"}
---
K
  done | admin apply -f - >/dev/null
  admin wait --for=condition=Ready --timeout=60s node --all >/dev/null
  say "ten nodes are ready"
}

start_engines() {
  local argo crd
  argo=$(cd "$TOOLS/argo" && go list -m -f '{{.Dir}}' github.com/argoproj/argo-workflows/v3)
  admin apply -f "$bench/pipelines/cluster.yaml" >/dev/null
  for crd in "$argo"/manifests/base/crds/minimal/argoproj.io_*.yaml; do admin apply --server-side -f "$crd" >/dev/null; done
  prepare_cluster
  admin create token workflow-controller -n argo --duration=24h >"$work/argo.token"
  admin config view --raw --minify >"$STATE/kube/argo.kubeconfig"
  sed -i '/^users:/,$d' "$STATE/kube/argo.kubeconfig"
  printf 'users:\n- name: admin\n  user: {token: %s}\n' "$(cat "$work/argo.token")" >>"$STATE/kube/argo.kubeconfig"
  python3 "$bench/pipelines/standin.py" "$STANDIN_PORT" >"$LOG/standin.log" 2>&1 &
  standin=$!
  LEADER_ELECTION_IDENTITY=bench DEFAULT_REQUEUE_TIME=1s TASK_RESULT_TIMEOUT_DURATION=1s \
    start workflow-controller "$BIN/workflow-controller" --kubeconfig "$STATE/kube/argo.kubeconfig" --namespaced --namespace argo \
    --configmap workflow-controller-configmap --executor-image localhost/argoexec:v3.7.3 --qps 500 --burst 1000 --workflow-workers 64 --loglevel warn
  # Nobody asks the store: kwok executes nothing.
  if [ "${BENCH_ARTIFACTS:-volume}" = store ]; then export FREIHAFEN_ARTIFACT_STORE=http://127.0.0.1:$STANDIN_PORT; fi
  KUBECONFIG=$STATE/kube/operator.kubeconfig QUARKUS_HTTP_PORT=$OPERATOR_PORT \
    FREIHAFEN_WORKSPACE_KEY=bench FREIHAFEN_CLIENT_SECRET=bench FREIHAFEN_METER_INTERVAL=PT5S \
    FREIHAFEN_API_URL=http://127.0.0.1:$STANDIN_PORT FREIHAFEN_ISSUER=http://127.0.0.1:$STANDIN_PORT/realms/freihafen \
    start operator "$JAVA_HOME/bin/java" -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$PROGRAMS/operator/quarkus-run.jar"
  wait_for 60 "the operator" operator curl -fsS "http://127.0.0.1:$OPERATOR_PORT/q/health/ready"
  admin apply -f - >/dev/null <<'K'
apiVersion: freihafen.dev/v1alpha1
kind: Team
metadata: {name: bench}
spec:
  displayName: Bench
  members: [{group: bench, role: Editor}]
  quota: {cpu: "300", memory: 2Ti, storage: 2Ti}
K
  say "both engines run"
}

build
make_keys
start_control_plane
mkdir -p "$root/target/bench"
if [ "${COMPARE:-engines}" = jobs ]; then
  WORK=$work PIDS=$RUN KUBECONFIG=$STATE/kube/admin.kubeconfig KUBECTL=$BIN/kubectl ROOT=$root \
    python3 "$bench/pipelines/jobs.py" "${WORK_ITEMS:-500}" "${ROUNDS:-3}" | tee "$root/target/bench/jobs.md"
  exit
fi
start_engines
WORK=$work PIDS=$RUN KUBECONFIG=$STATE/kube/admin.kubeconfig KUBECTL=$BIN/kubectl ROOT=$root \
  python3 "$bench/pipelines/measure.py" "${RUNS:-100}" "${ROUNDS:-3}" | tee "$root/target/bench/pipelines.md"
