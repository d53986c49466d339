# shellcheck shell=bash
# etcd, API server, controller manager, scheduler.

# With AUDIT_LOG=FILE the API server notes there who asked for what: which rights the programs really use.
audit_options() {
  [ -n "${AUDIT_LOG:-}" ] || return 0
  put "$STATE/audit-policy.yaml" <<'K'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata, userGroups: [system:serviceaccounts:freihafen-system]}]
K
  printf '%s\n' --audit-policy-file "$STATE/audit-policy.yaml" --audit-log-path "$(realpath -m "$AUDIT_LOG")"
}

start_control_plane() { # NODE-IP
  local audit
  mkdir -p "$STATE/etcd"
  mapfile -t audit < <(audit_options)
  put "$STATE/authentication.yaml" <<'K'
apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
anonymous:
  enabled: true
  conditions: [{path: /livez}, {path: /readyz}, {path: /healthz}]
K
  start etcd "$BIN/etcd" --name local --data-dir "$STATE/etcd" \
    --listen-client-urls https://127.0.0.1:2379 --advertise-client-urls https://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 --initial-cluster local=http://127.0.0.1:2380 \
    --cert-file "$PKI/etcd.crt" --key-file "$PKI/etcd.key" --trusted-ca-file "$PKI/etcd-ca.crt" --client-cert-auth
  start kube-apiserver "$BIN/kube-apiserver" --secure-port 6443 --advertise-address "$1" --allow-privileged=true \
    --etcd-servers https://127.0.0.1:2379 --etcd-cafile "$PKI/etcd-ca.crt" --etcd-certfile "$PKI/etcd-client.crt" --etcd-keyfile "$PKI/etcd-client.key" \
    --tls-cert-file "$PKI/apiserver-$1.crt" --tls-private-key-file "$PKI/apiserver-$1.key" --client-ca-file "$PKI/ca.crt" \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --authentication-config "$STATE/authentication.yaml" \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$PKI/sa.pub" --service-account-signing-key-file "$PKI/sa.key" \
    --service-cluster-ip-range 10.96.0.0/16 --kubelet-preferred-address-types InternalIP \
    --kubelet-client-certificate "$PKI/kubelet-client.crt" --kubelet-client-key "$PKI/kubelet-client.key" --kubelet-certificate-authority "$PKI/ca.crt" \
    --requestheader-client-ca-file "$PKI/front-ca.crt" --requestheader-allowed-names front-proxy-client \
    --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group --requestheader-extra-headers-prefix X-Remote-Extra- \
    --proxy-client-cert-file "$PKI/front-proxy.crt" --proxy-client-key-file "$PKI/front-proxy.key" "${audit[@]}"
  wait_for 60 "the API server" kube-apiserver kubectl get --raw /readyz
  start kube-controller-manager "$BIN/kube-controller-manager" --kubeconfig "$PKI/kcm.kubeconfig" \
    --authentication-kubeconfig "$PKI/kcm.kubeconfig" --authorization-kubeconfig "$PKI/kcm.kubeconfig" --leader-elect=false \
    --service-account-private-key-file "$PKI/sa.key" --root-ca-file "$PKI/ca.crt" --use-service-account-credentials \
    --cluster-signing-cert-file "$PKI/ca.crt" --cluster-signing-key-file "$PKI/ca.key" --allocate-node-cidrs --cluster-cidr 10.244.0.0/16
  start kube-scheduler "$BIN/kube-scheduler" --kubeconfig "$PKI/scheduler.kubeconfig" --leader-elect=false \
    --authentication-kubeconfig "$PKI/scheduler.kubeconfig" --authorization-kubeconfig "$PKI/scheduler.kubeconfig"
  wait_for 60 "the controller manager" kube-controller-manager healthy https://127.0.0.1:10257/healthz
  wait_for 60 "the scheduler" kube-scheduler healthy https://127.0.0.1:10259/healthz
  say "control plane ready: Kubernetes v$KUBE_VERSION"
}
