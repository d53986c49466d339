# shellcheck shell=bash
# Certificates of the cluster: three authorities, one key pair for each party, a kubeconfig for each client.

authority() { # NAME CN
  [ -s "$PKI/$1.crt" ] && return 0
  openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/$1.key"
  openssl req -x509 -new -key "$PKI/$1.key" -subj "/CN=$2" -days 3650 -out "$PKI/$1.crt.new" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"
  mv "$PKI/$1.crt.new" "$PKI/$1.crt"
}

certificate() { # AUTHORITY NAME SUBJECT [SUBJECT-ALTERNATIVE-NAMES]
  [ -s "$PKI/$2.crt" ] && return 0
  openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/$2.key"
  {
    echo "basicConstraints=CA:FALSE"
    echo "keyUsage=digitalSignature,keyEncipherment"
    echo "extendedKeyUsage=clientAuth,serverAuth"
    [ -z "${4:-}" ] || echo "subjectAltName=$4"
  } >"$PKI/$2.ext"
  openssl req -new -key "$PKI/$2.key" -subj "$3" |
    openssl x509 -req -CA "$PKI/$1.crt" -CAkey "$PKI/$1.key" -CAcreateserial -days 3650 -extfile "$PKI/$2.ext" -out "$PKI/$2.crt.new" 2>/dev/null
  mv "$PKI/$2.crt.new" "$PKI/$2.crt"
}

kubeconfig() { # NAME FILE
  [ -s "$2" ] && [ "$2" -nt "$PKI/$1.crt" ] && return 0
  cat >"$2.new" <<K
apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$PKI/$1.crt"), client-key-data: $(base64 -w0 "$PKI/$1.key")}}]
contexts: [{name: local, context: {cluster: local, user: $1}}]
current-context: local
K
  mv "$2.new" "$2"
}

make_pki() { # NODE-IP
  (umask 077 && make_pki_privately "$1")
}

make_pki_privately() {
  local client
  mkdir -p "$PKI" "$STATE/kube"
  authority ca kubernetes
  authority front-ca front-proxy
  authority etcd-ca etcd
  certificate etcd-ca etcd /CN=etcd "IP:127.0.0.1,DNS:localhost"
  certificate etcd-ca etcd-client /CN=apiserver
  certificate ca "apiserver-$1" /CN=kube-apiserver "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:10.96.0.1,IP:127.0.0.1,IP:$1"
  certificate ca kubelet-client /O=kubelet-clients/CN=kube-apiserver-kubelet-client
  certificate front-ca front-proxy /CN=front-proxy-client
  certificate ca admin /O=system:masters/CN=admin
  certificate ca kcm /CN=system:kube-controller-manager
  certificate ca scheduler /CN=system:kube-scheduler
  certificate ca proxy /CN=system:kube-proxy
  certificate ca coredns /CN=coredns
  certificate ca provisioner /CN=provisioner
  certificate ca "node-$1" "/O=system:nodes/CN=system:node:$NODE" "DNS:$NODE,IP:$1,IP:127.0.0.1"
  [ -s "$PKI/sa.pub" ] || { openssl genrsa -out "$PKI/sa.key" 2048 2>/dev/null && openssl rsa -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2>/dev/null; }
  for client in kcm scheduler proxy coredns provisioner "node-$1"; do kubeconfig "$client" "$PKI/$client.kubeconfig"; done
  kubeconfig admin "$KUBECONFIG_ADMIN"
}
