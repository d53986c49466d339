# shellcheck shell=bash
# What the cluster scripts share: where things are, progress, and processes that are ours.

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../../.." && pwd)
STATE=${FREIHAFEN_STATE:-$ROOT/.local}
CACHE=${FREIHAFEN_CACHE:-$HOME/.cache/freihafen}
NODE=freihafen-local
PKI=$STATE/pki
RUN=$STATE/run
LOG=$STATE/log
KIND_FILE=$STATE/cluster-kind
KUBECONFIG_ADMIN=$STATE/kube/admin.kubeconfig
CONTAINERD_SOCKET=$STATE/containerd/containerd.sock
PROGRAMS="etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy coredns provisioner"
# When the command began that a person gave; what it calls counts from there.
export FREIHAFEN_BEGUN=${FREIHAFEN_BEGUN:-$EPOCHSECONDS}

say() { printf '%4ds  %s\n' $((EPOCHSECONDS - FREIHAFEN_BEGUN)) "$*"; }
die() {
  printf 'cluster: %s\n' "$*" >&2
  exit 1
}

kind() { cat "$KIND_FILE" 2>/dev/null || true; }
kubectl() { "$BIN/kubectl" --kubeconfig "$KUBECONFIG_ADMIN" "$@"; }

# The pid of a program of ours that runs, else failure. A pid file alone proves nothing after a crash or a
# reboot, so the process must also carry the mark that start() gave it.
pid_of() {
  local pid marks i
  pid=$(cat "$RUN/$1.pid" 2>/dev/null) || return 1
  for ((i = 0; i < 100; i++)); do
    marks=$(tr '\0' '\n' <"/proc/$pid/environ") || marks=
    [ -z "$marks" ] || break
    # A process has no environment for a moment while it becomes another program, and for good once it has ended.
    case $(sed 's/.*) //' "/proc/$pid/stat") in [ZX]* | "") return 1 ;; esac
    sleep 0.01
  done
  # A bash that begins puts an end in the place of each equals sign for a moment.
  [[ $'\n'$marks$'\n' == *$'\nFREIHAFEN_PROGRAM'[=$'\n']"$STATE/$1"$'\n'* ]] || return 1
  echo "$pid"
} 2>/dev/null

# start NAME PROGRAM ARG...: starts it in the background unless it runs already.
start() {
  local name=$1
  shift
  pid_of "$name" >/dev/null && return 0
  mkdir -p "$RUN" "$LOG"
  FREIHAFEN_PROGRAM=$STATE/$name setsid "$@" >>"$LOG/$name.log" 2>&1 </dev/null 9>&- &
  echo $! >"$RUN/$name.pid"
  until pid_of "$name" >/dev/null || [ ! -d "/proc/$!" ]; do sleep 0.01; done
}

# stop NAME: asks it to end, waits 20 s, then insists.
stop() {
  local pid i
  if pid=$(pid_of "$1"); then
    kill "$pid" 2>/dev/null || true
    for ((i = 0; i < 200; i++)); do
      pid_of "$1" >/dev/null || break
      sleep 0.1
    done
    if pid_of "$1" >/dev/null; then kill -9 "$pid" 2>/dev/null || true; fi
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
      die "$what is not ready after $((SECONDS - begun)) s: read the last lines of $LOG/$program.log above, then run it again"
    fi
    sleep 0.1
  done
}

# put FILE: writes what it reads, unless the file says so already (kube-proxy ends when its file is touched).
put() {
  local text
  text=$(cat)
  [ "$(cat "$1" 2>/dev/null)" = "$text" ] || printf '%s\n' "$text" >"$1"
}

healthy() { curl -fsk --max-time 2 "$1"; }

need_root() {
  [ "$(id -u)" = 0 ] || die "a node needs root (mounts, network, cgroups): run it as root, or set KUBECONFIG_UNDER_TEST to a cluster of yours"
}

# need_packages COMMAND-OR-FILE=PACKAGE...: installs the Debian packages whose command is missing.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    [ -e "${pair%%=*}" ] || command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || die "these Debian packages are missing and only root may install them: ${missing[*]}"
  command -v apt-get >/dev/null || die "please install with your package manager (there is no apt-get here): ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  mkdir -p "$CACHE"
  { flock 8 && apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}"; } >"$CACHE/apt.log" 2>&1 8>"$CACHE/apt.lock" ||
    { tail -n 5 "$CACHE/apt.log" >&2; die "apt-get could not install them: read $CACHE/apt.log"; }
}

# Two terminals may not start and stop one cluster at the same time. The lock ends with the command.
lock() {
  mkdir -p "$STATE"
  exec 9>"$STATE/cluster.lock"
  flock -n 9 || { say "waiting for another cluster command of this folder"; flock 9; }
}
