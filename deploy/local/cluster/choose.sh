# shellcheck shell=bash
# Which cluster: yours, k3s in a Docker engine, or one of our own on this machine.

K3S_CONTAINER=freihafen-k3s
K3S_IMAGE=rancher/k3s:v$KUBE_VERSION-k3s1

# Which of the three it is, without doing anything: foreign, k3s or local.
choice() {
  if [ -n "${KUBECONFIG_UNDER_TEST:-}" ] || [ "${CLUSTER:-}" = current ]; then
    if [ "$(kind)" = local ] && [ "${KUBECONFIG_UNDER_TEST:-}" -ef "$KUBECONFIG_ADMIN" ]; then echo local; else echo foreign; fi
  elif [ "$(kind)" = foreign ]; then
    echo foreign
  elif [ "$(kind)" != local ] && docker info >/dev/null 2>&1; then
    echo k3s
  else
    echo local
  fi
}

up() {
  local config
  case "$(choice)" in
    foreign)
      config=${KUBECONFIG_UNDER_TEST:-}
      [ -n "$config" ] || [ "${CLUSTER:-}" = current ] || config=$KUBECONFIG_ADMIN # the platform runs on it already
      say "cluster: yours, ${config:-the current one of kubectl, as CLUSTER=current says}"
      check_foreign "$config"
      lock
      use_foreign
      ;;
    k3s)
      say "cluster: k3s in the Docker engine (no KUBECONFIG_UNDER_TEST)"
      lock
      up_k3s
      ;;
    local)
      say "cluster: a Kubernetes of our own on this machine (no KUBECONFIG_UNDER_TEST, no Docker engine)"
      lock
      up_local
      ;;
  esac
}

# check_foreign KUBECONFIG, or "" for what kubectl itself would use: sets FOREIGN to its content, or refuses. Writes nothing.
check_foreign() {
  local nodes
  [ -z "$1" ] || [ -r "$1" ] || die "KUBECONFIG_UNDER_TEST=$1 cannot be read: name a kubeconfig file"
  [ "$(kind)" != local ] || die "a cluster of our own belongs to $STATE: take it down first ('$0 down')"
  build_kubernetes kubectl
  FOREIGN=$("$BIN/kubectl" ${1:+--kubeconfig "$1"} config view --raw --minify --flatten) || die "the kubeconfig has no usable current context: choose one with 'kubectl config use-context'"
  nodes=$("$BIN/kubectl" --kubeconfig <(echo "$FOREIGN") --request-timeout=10s get nodes -l freihafen.dev/local-images=true -o name) ||
    die "the cluster does not answer, or does not let you list its nodes: try 'kubectl get nodes' with the same kubeconfig"
  if [ -z "$nodes" ] && [ -z "${IMAGE_PREFIX:-}" ]; then
    die "this cluster does not have the local images: push them to a registry it can pull from and set IMAGE_PREFIX (nothing was written)"
  fi
}

use_foreign() {
  mkdir -p "$STATE/kube"
  (umask 077 && echo "$FOREIGN" >"$KUBECONFIG_ADMIN")
  echo foreign >"$KIND_FILE"
  say "the cluster answers"
}

# Needs a Docker engine, which was not there where this was written: this branch has never run.
up_k3s() {
  local begun=$SECONDS
  build_kubernetes kubectl
  mkdir -p "$STATE/kube"
  echo k3s >"$KIND_FILE"
  if [ -z "$(docker ps -aq --filter "name=^$K3S_CONTAINER\$")" ]; then
    say "starting the container $K3S_CONTAINER of $K3S_IMAGE"
    docker run -d --name "$K3S_CONTAINER" --privileged --tmpfs /run --tmpfs /var/run -p 127.0.0.1:6443:6443 \
      "$K3S_IMAGE" server --disable traefik --disable metrics-server --tls-san 127.0.0.1 >/dev/null
  else
    docker start "$K3S_CONTAINER" >/dev/null
  fi
  until docker exec "$K3S_CONTAINER" cat /etc/rancher/k3s/k3s.yaml 2>/dev/null | (umask 077 && cat >"$KUBECONFIG_ADMIN") &&
    [ "$(kubectl get nodes -o 'jsonpath={.items[0].status.conditions[?(@.type=="Ready")].status}' 2>/dev/null)" = True ]; do
    [ $((SECONDS - begun)) -lt 180 ] || die "k3s is not ready after 180 s: read 'docker logs $K3S_CONTAINER'"
    sleep 1
  done
  kubectl label nodes --all --overwrite freihafen.dev/local-images=true >/dev/null
  say "k3s is ready"
}

down() {
  case "$(kind)" in
    local) down_local ;;
    k3s)
      docker rm -fv "$K3S_CONTAINER" >/dev/null
      rm -f "$KUBECONFIG_ADMIN" "$KIND_FILE"
      say "the container $K3S_CONTAINER is removed"
      ;;
    foreign)
      rm -f "$KUBECONFIG_ADMIN" "$KIND_FILE"
      say "the cluster is yours: it stays as it is"
      ;;
    *) say "no cluster runs" ;;
  esac
}
