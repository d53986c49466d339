# shellcheck shell=bash
# The operator and the API as processes of this host: built by content, started with what they need and no more.

CLUSTER=$ROOT/deploy/local/cluster/cluster
KUBECTL=$CACHE/bin/kubectl
API_URL=http://localhost:8080
WORKSPACE_URL=http://localhost:8081

# Sources that decide what the jars are.
sources_key() {
  (cd "$ROOT" && find pom.xml cost-model operator platform-api deploy/examples/templates \( -name target -o -path '*/src/test' \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum) |
    sha256sum | cut -c1-16
}

# build_programs: sets PROGRAMS to the folder that holds operator/ and platform-api/ (Quarkus fast-jars).
build_programs() {
  local log=$LOG/build.log new
  PROGRAMS=$CACHE/build/$(sources_key)
  [ ! -d "$PROGRAMS" ] || return 0
  say "building the operator and the API (once per change; about two minutes on a cold machine)"
  mkdir -p "$LOG" "$CACHE/build"
  "$ROOT/deploy/local/mvn.sh" -q -Dquick -Dmaven.test.skip=true package -pl operator/controller,platform-api -am >"$log" 2>&1 ||
    { grep ERROR "$log" | head -n 10 >&2; die "the build failed; see $log"; }
  new=$(mktemp -d "$PROGRAMS.XXXXXX")
  cp -r "$ROOT/operator/controller/target/quarkus-app" "$new/operator"
  cp -r "$ROOT/platform-api/target/quarkus-app" "$new/platform-api"
  mv -T "$new" "$PROGRAMS" 2>/dev/null || rm -rf "$new" # another start may have been faster
}

admin() { "$KUBECTL" --kubeconfig "$STATE/kube/admin.kubeconfig" "$@"; }

# What the platform needs of the cluster: our kinds, rights, policy.
prepare_cluster() {
  admin apply --server-side --force-conflicts -f "$ROOT/deploy/crds" >/dev/null
  admin wait --for=condition=Established --timeout=60s crd/teams.freihafen.dev crd/workspaces.freihafen.dev crd/pipelineruns.freihafen.dev \
    crd/modelendpoints.freihafen.dev crd/hardwareclasses.freihafen.dev crd/clusterprofiles.freihafen.dev >/dev/null
  admin apply --server-side --force-conflicts -f "$ROOT/deploy/rbac" >/dev/null
  account_kubeconfig operator
  account_kubeconfig platform-api
  say "custom resources, rights and admission policy are in the cluster"
}

# A kubeconfig with a token of the account, good for a week; made anew at each start.
account_kubeconfig() {
  local file=$STATE/kube/$1.kubeconfig token
  token=$(admin create token "$1" -n freihafen-system --duration=168h)
  (
    umask 077
    admin config view --raw --minify >"$file.new"
    "$KUBECTL" --kubeconfig "$file.new" config unset users >/dev/null
    # Written into the file and not given as an argument, which every account of the machine could read.
    sed -i '/^users:/d' "$file.new"
    printf 'users:\n- name: %s\n  user:\n    token: %s\n' "$1" "$token" >>"$file.new"
    "$KUBECTL" --kubeconfig "$file.new" config set-context --current --user="$1" >/dev/null
    mv "$file.new" "$file"
  )
}

# A program of an older build makes room for the new one.
make_room() { # PROGRAM
  [ "$(cat "$RUN/$1.build" 2>/dev/null)" = "$PROGRAMS" ] || stop "$1"
  echo "$PROGRAMS" >"$RUN/$1.build"
}

# Where workspaces find the API on the local cluster, so that the kfp SDK needs no address there; elsewhere nothing.
address_for_pods() {
  [ "$(kind)" != local ] ||
    "$KUBECTL" --kubeconfig "$STATE/kube/admin.kubeconfig" get nodes -o 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}'
}

start_operator() {
  make_room operator
  pid_of operator >/dev/null && return 0
  local address
  address=$(address_for_pods)
  [ -z "$address" ] || local -x FREIHAFEN_KFP_ADDRESS=$address
  # The token is in the environment of the process, never among its arguments.
  KUBECONFIG=$STATE/kube/operator.kubeconfig \
    FREIHAFEN_WORKSPACE_KEY=$(secret workspace.key) \
    FREIHAFEN_API_URL=$API_URL \
    FREIHAFEN_ISSUER=$KEYCLOAK_URL/realms/freihafen \
    FREIHAFEN_CLIENT_SECRET=$(secret operator-local.secret) \
    FREIHAFEN_METER_INTERVAL=PT5S \
    FREIHAFEN_IMAGE_PREFIX=${IMAGE_PREFIX:-localhost/freihafen} \
    QUARKUS_TLS_TRUST_STORE_PEM_CERTS=$CA/ca.crt \
    start operator "$JAVA_HOME/bin/java" -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$PROGRAMS/operator/quarkus-run.jar"
}

# What the API is told, by its environment: secrets never stand among arguments.
api_environment() {
  KUBECONFIG=$STATE/kube/platform-api.kubeconfig
  FREIHAFEN_WORKSPACE_KEY=$(secret workspace.key)
  QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://127.0.0.1:$POSTGRES_PORT/freihafen
  QUARKUS_DATASOURCE_USERNAME=freihafen
  QUARKUS_DATASOURCE_PASSWORD=$(secret postgres.password)
  FREIHAFEN_OIDC_ISSUER=$KEYCLOAK_URL/realms/freihafen
  FREIHAFEN_WEB_SECRET=$(secret freihafen-web.secret)
  FREIHAFEN_SESSION_SECRET=$(secret session.secret)
  QUARKUS_TLS_TRUST_STORE_PEM_CERTS=$CA/ca.crt
  FREIHAFEN_KFP_HOST=$(address_for_pods)
  [ -z "$FREIHAFEN_KFP_HOST" ] || export FREIHAFEN_KFP_HOST FREIHAFEN_KFP_PORT=8888
  export KUBECONFIG FREIHAFEN_WORKSPACE_KEY QUARKUS_DATASOURCE_JDBC_URL QUARKUS_DATASOURCE_USERNAME QUARKUS_DATASOURCE_PASSWORD \
    FREIHAFEN_OIDC_ISSUER FREIHAFEN_WEB_SECRET FREIHAFEN_SESSION_SECRET QUARKUS_TLS_TRUST_STORE_PEM_CERTS
}

start_api() {
  make_room platform-api
  pid_of platform-api >/dev/null && return 0
  (
    api_environment
    start platform-api "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$PROGRAMS/platform-api/quarkus-run.jar"
  )
}

wait_programs() {
  wait_url 90 "the API" platform-api http://localhost:9000/q/health/ready
  say "the API is ready: $API_URL"
  wait_url 90 "the operator" operator http://localhost:8083/q/health/ready
  say "the operator is ready"
}
