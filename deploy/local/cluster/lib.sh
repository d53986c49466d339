# shellcheck shell=bash
# What the cluster scripts share: where things are, progress, and processes that are ours.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
STATE=${FREIHAFEN_STATE:-$ROOT/.local}
CACHE=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}
NODE=freihafen-local
PKI=$STATE/pki
RUN=$STATE/run
LOG=$STATE/log
KUBECONFIG_ADMIN=$STATE/kube/admin.kubeconfig
CONTAINERD_SOCKET=$STATE/containerd/containerd.sock
STARTED=$SECONDS

say() { printf '%4ds  %s\n' $((SECONDS - STARTED)) "$*"; }
die() {
  printf 'cluster: %s\n' "$*" >&2
  exit 1
}

kubectl() { "$BIN/kubectl" --kubeconfig "$KUBECONFIG_ADMIN" "$@"; }
ctr() { command ctr --address "$CONTAINERD_SOCKET" --namespace k8s.io "$@"; }

# The pid of a program of ours that runs, else nothing: a pid file alone proves nothing after a reboot.
pid_of() {
  local pid
  pid=$(cat "$RUN/$1.pid" 2>/dev/null) || return 1
  [ -r "/proc/$pid/environ" ] && tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qx "FREIHAFEN_PROGRAM=$STATE/$1" || return 1
  echo "$pid"
}

# start NAME PROGRAM ARG...: starts it in the background unless it runs already.
start() {
  local name=$1
  shift
  pid_of "$name" >/dev/null && return 0
  mkdir -p "$RUN" "$LOG"
  FREIHAFEN_PROGRAM=$STATE/$name setsid "$@" >>"$LOG/$name.log" 2>&1 </dev/null &
  echo $! >"$RUN/$name.pid"
}

# stop NAME: asks it to end, waits 20 s, then insists.
stop() {
  local pid i
  if pid=$(pid_of "$1"); then
    kill "$pid" 2>/dev/null || true
    for i in $(seq 200); do
      [ -d "/proc/$pid" ] || break
      [ "$i" -lt 200 ] || kill -9 "$pid" 2>/dev/null || true
      sleep 0.1
    done
  fi
  rm -f "$RUN/$1.pid"
}

# wait_for SECONDS WHAT PROGRAM COMMAND...: until the command succeeds; fails at once when the program has ended.
wait_for() {
  local limit=$1 what=$2 program=$3 begun=$SECONDS
  shift 3
  until "$@" >/dev/null 2>&1; do
    if ! pid_of "$program" >/dev/null || [ $((SECONDS - begun)) -ge "$limit" ]; then
      tail -n 15 "$LOG/$program.log" >&2 || true
      die "$what is not ready after $((SECONDS - begun)) s; the last lines of $LOG/$program.log stand above"
    fi
    sleep 0.2
  done
}

need_root() {
  [ "$(id -u)" = 0 ] || die "a node needs root (mounts, network, cgroups): run it as root, or set KUBECONFIG_UNDER_TEST to a cluster of yours"
}

# need_packages COMMAND=PACKAGE...: installs the Debian packages whose command is missing.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    [ -e "${pair%%=*}" ] || command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  need_root
  command -v apt-get >/dev/null || die "please install: ${missing[*]} (no apt-get here to do it)"
  say "installing Debian packages: ${missing[*]}"
  mkdir -p "$CACHE"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}"; } >"$CACHE/apt.log" 2>&1 ||
    { tail -n 5 "$CACHE/apt.log" >&2; die "apt-get could not install them; see $CACHE/apt.log"; }
}
