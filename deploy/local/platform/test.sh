#!/usr/bin/env bash
# Keycloak, PostgreSQL, the local CA and logins, for real, in a state folder and on ports of their own beside a running
# platform. Prints "N passed, N failed".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FREIHAFEN_STATE=${FREIHAFEN_TEST_STATE:-$(cd "$here/../../.." && pwd)/target/services-test}
rm -rf "$FREIHAFEN_STATE"
mkdir -p "$FREIHAFEN_STATE"
PORT_OFFSET=700 TEST_REALMS=true
source "$here/lib.sh"
for part in ca keycloak postgres; do source "$here/$part.sh"; done
export PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1

services() { "$here/services.sh" "$1" --state "$STATE" --port-offset $PORT_OFFSET --test; }
get_token() { "$here/login.py" --state "$STATE" --keycloak "$KEYCLOAK_URL" "$@"; }
get() { curl -sS --max-time 10 --cacert "$CA/ca.crt" "$@"; }
realm() { echo "$KEYCLOAK_URL/realms/${2:-freihafen}/protocol/openid-connect/$1"; }
query() { "$here/postgres_probe.py" "$POSTGRES_PORT" "$1" "$SECRETS/$2" freihafen "$3"; }

passed=0 failed=0
scratch=$(mktemp -d)
finish() {
  local code=$?
  services down >/dev/null 2>&1 || true
  rm -rf "$scratch" "$STATE"
  [ "$code" = 0 ] || failed=$((failed + 1))
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] || exit 1
}
trap finish EXIT

# check SENTENCE COMMAND...: the command's output is shown only when it fails.
check() {
  local sentence=$1 begun=${EPOCHREALTIME/./} code
  shift
  set +e
  (set -e && "$@") >"$scratch/output" 2>&1
  code=$?
  set -e
  if [ $code = 0 ]; then
    passed=$((passed + 1))
    printf 'ok    %6d ms  %s\n' $(((${EPOCHREALTIME/./} - begun) / 1000)) "$sentence"
  else
    failed=$((failed + 1))
    printf 'FAIL              %s\n' "$sentence"
    sed 's/^/      /' "$scratch/output" | tail -n 20
  fi
}

# claims TOKEN EXPRESSION: Python about the claims c; fails unless it is true.
claims() {
  python3 -c 'import sys, login; c = login.claims(sys.argv[1]); print(c); sys.exit(not eval(sys.argv[2]))' "$1" "$2"
}
# refused EXPECTED COMMAND...: it must fail, and say why.
refused() {
  local expected=$1 said
  shift
  ! said=$("$@" 2>&1) || { echo "it was not refused: $said"; return 1; }
  [[ $said == *"$expected"* ]] || { echo "expected '$expected', was told: $said"; return 1; }
}

starts() { services up; }
stays() {
  local before
  before=$(pid_of keycloak)/$(pid_of postgres)
  services up
  [ "$before" = "$(pid_of keycloak)/$(pid_of postgres)" ]
}
trusted_by_ca_alone() {
  get -f -o /dev/null "$KEYCLOAK_URL/realms/freihafen"
  ! curl -sS -o /dev/null "$KEYCLOAK_URL/realms/freihafen"
}
issuer_ignores_host() {
  get -H "Host: evil.example" "$KEYCLOAK_URL/realms/freihafen/.well-known/openid-configuration" |
    python3 -c 'import json, sys; c = json.load(sys.stdin); print(c["issuer"]); sys.exit(c["issuer"] != sys.argv[1])' "$KEYCLOAK_URL/realms/freihafen"
}
account_token() { # ACCOUNT GROUP
  local id
  id=$(python3 -c 'import json, sys; print(next(u["id"] for u in json.load(open(sys.argv[1]))["users"] if u["username"] == sys.argv[2]))' "$ROOT/deploy/keycloak/realm-freihafen.json" "$1")
  claims "$(get_token "$1")" "c['iss'] == '$KEYCLOAK_URL/realms/freihafen' and c['aud'] == 'platform-api' and c['azp'] == 'freihafen-cli' \
    and c['groups'] == ['$2'] and c['preferred_username'] == '$1' and c['sub'] == '$id' and c['exp'] - c['iat'] == 300 and c['typ'] == 'Bearer'"
}
only_the_token() { [ "$(get_token scientist | tee "$scratch/token" | wc -l)" = 1 ] && [[ $(cat "$scratch/token") =~ ^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$ ]]; }
service_token() { claims "$(get_token --service "$1")" "$2"; }
password_grant() { # CLIENT
  local answer
  answer=$(get "$(realm token)" -d grant_type=password -d client_id="$1" -d username=scientist --data-urlencode password@"$SECRETS/scientist.password")
  [[ $answer == *unauthorized_client* || $answer == *invalid_client* ]] || { echo "$answer"; return 1; }
}
authorize() { # QUERY EXPECTED: what Keycloak answers to an authorization request
  local answer
  answer=$(get -i "$(realm auth)?client_id=freihafen-cli&response_type=code&scope=openid&$1")
  [[ $answer == *"$2"* ]] || { head -c 1500 <<<"$answer"; return 1; }
}
refreshes() {
  python3 - "$KEYCLOAK_URL" "$STATE" <<'PY'
import pathlib, sys, login
state = pathlib.Path(sys.argv[2])
keycloak = login.Keycloak(sys.argv[1], "freihafen", state / "ca/ca.crt")
first = keycloak.user_tokens("scientist", login.secret_of(state, "scientist.password"))
second = keycloak.refreshed(first["refresh_token"])
assert second["access_token"] != first["access_token"]
assert login.claims(second["access_token"])["sub"] == login.claims(first["access_token"])["sub"]
PY
}
wrong_verifier() {
  python3 - "$KEYCLOAK_URL" "$STATE" <<'PY'
import pathlib, sys, login
state = pathlib.Path(sys.argv[2])
class Other(login.Keycloak):
    def _tokens(self, fields):
        return super()._tokens(fields | {"code_verifier": "x" * 64})
try:
    Other(sys.argv[1], "freihafen", state / "ca/ca.crt").user_tokens("scientist", login.secret_of(state, "scientist.password"))
except login.LoginError as error:
    print(error)
    sys.exit("PKCE" not in str(error))
sys.exit("a code was worth a token without its verifier")
PY
}
wrong_password() {
  mkdir -p "$scratch/s/secrets"
  cp -r "$CA" "$scratch/s/"
  echo wrong >"$scratch/s/secrets/scientist.password"
  refused "did not let scientist in: Invalid username or password" "$here/login.py" scientist --state "$scratch/s" --keycloak "$KEYCLOAK_URL"
}
secrets_are_private() {
  [ "$(stat -c %a "$SECRETS")" = 700 ]
  [ -z "$(find "$SECRETS" "$CA"/*.key "$KEYCLOAK_HOME/import" -type f ! -perm 600 -print)" ]
}
secrets_stay_home() {
  local file word pid
  for file in "$SECRETS"/*; do
    word=$(cat "$file")
    for pid in $(pid_of keycloak) $(pid_of postgres); do ! tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$word" || { echo "$file is among arguments"; return 1; }; done
    ! grep -rqF "$word" "$LOG" || { echo "$file is in a log"; return 1; }
    ! git -C "$ROOT" grep -qF "$word" || { echo "$file is in Git"; return 1; }
  done
}
test_clients_are_for_tests() {
  python3 "$here/realms.py" --secrets "$SECRETS" --out "$scratch/import"
  [ "$(ls "$scratch/import")" = freihafen-realm.json ]
  python3 - "$scratch/import/freihafen-realm.json" <<'PY'
import json, sys
realm = json.load(open(sys.argv[1]))
clients = {c["clientId"]: c for c in realm["clients"]}
assert set(clients) == {"freihafen-cli", "freihafen-web", "operator-local", "admin-cli"}, set(clients)
assert clients["freihafen-web"]["redirectUris"] == ["http://localhost:8081/*"]
assert "clientScopes" not in realm
assert not any(c.get("directAccessGrantsEnabled") for c in clients.values())
PY
}
no_superuser() { [ "$(query freihafen postgres.password "select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = 'freihafen'")" = f ]; }
owns_database() { query freihafen postgres.password "create table kept (note text)" && query freihafen postgres.password "insert into kept values ('still here')"; }
loopback_only() {
  local port
  for port in "$POSTGRES_PORT" "$KEYCLOAK_PORT" "$KEYCLOAK_MANAGEMENT_PORT"; do
    python3 - "$port" <<'PY'
import sys
wanted = f"{int(sys.argv[1]):04X}"
found = []
for name in ("/proc/net/tcp", "/proc/net/tcp6"):
    for line in list(open(name))[1:]:
        local, state = line.split()[1], line.split()[3]
        if state == "0A" and local.endswith(":" + wanted):
            found.append(local)
loopback = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
print(found)
sys.exit(not found or any(not one.startswith(loopback) for one in found))
PY
  done
}
survives_kill() {
  kill -9 "$(pid_of postgres)"
  kill -9 "$(pid_of keycloak)"
  sleep 1
  services up
  [ "$(query freihafen postgres.password 'select note from kept')" = "still here" ]
  account_token scientist fraud-editors
}
port_taken() {
  local holder code=0
  python3 -c 'import socket, time; s = socket.create_server(("127.0.0.1", 5433 + 900)); time.sleep(120)' &
  holder=$!
  sleep 0.5
  FREIHAFEN_STATE=$scratch/taken PORT_OFFSET=900 bash -c "source '$here/lib.sh'; refused() { port_free \$POSTGRES_PORT PostgreSQL; }; refused" >"$scratch/said" 2>&1 || code=$?
  kill "$holder"
  cat "$scratch/said"
  [ $code = 1 ] && grep -q "port 6333, which PostgreSQL needs, is taken" "$scratch/said"
}
dead_program_is_told() {
  mkdir -p "$LOG" "$RUN"
  start dies bash -c 'echo "my last words"; exit 3'
  sleep 0.5
  refused "my last words" wait_url 5 "The test" dies http://127.0.0.1:1/
}
stops_all() {
  local before
  before="$(pid_of keycloak) $(pid_of postgres)"
  services down
  for pid in $before; do ! tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q . || { echo "$pid still runs"; return 1; }; done
  [ ! -e "$POSTGRES_DATA/postmaster.pid" ]
}

check "Keycloak and PostgreSQL start" starts
[ $failed = 0 ] || exit 1
check "a second start leaves what runs alone" stays
check "https is trusted by the local CA and by nothing else" trusted_by_ca_alone
check "the issuer does not follow the Host header" issuer_ignores_host
check "the login prints the token and nothing else" only_the_token
for pair in scientist=fraud-editors team-admin=fraud-admins scientist-routing=routing-editors platform=freihafen-platform-admins \
  finance=freihafen-finance finance-second=freihafen-finance auditor=freihafen-auditors; do
  check "${pair%%=*} gets a token with audience, group and a fixed subject" account_token "${pair%%=*}" "${pair#*=}"
done
check "the operator's token is bound to its cluster" service_token operator-local \
  "c['aud'] == 'platform-api' and c['azp'] == 'operator-local' and c['freihafen_cluster'] == 'local' and 'groups' not in c and c['sub']"
check "another operator's token names another cluster" service_token operator-other "c['freihafen_cluster'] == 'other' and c['azp'] == 'operator-other'"
check "a service account without the mapper has no cluster" service_token operator-unbound "'freihafen_cluster' not in c"
for client in freihafen-cli freihafen-web admin-cli; do check "$client cannot trade a password for a token" password_grant $client; done
callback=http%3A%2F%2Flocalhost%3A8400%2Fcallback
check "an authorization request without PKCE is refused" authorize "redirect_uri=$callback" "Missing+parameter%3A+code_challenge_method"
check "PKCE's plain method is refused" authorize "redirect_uri=$callback&code_challenge=$(printf 'a%.0s' {1..50})&code_challenge_method=plain" "error=invalid_request"
check "a redirect to elsewhere is refused" authorize "redirect_uri=https%3A%2F%2Fevil.example%2F&code_challenge=$(printf 'a%.0s' {1..50})&code_challenge_method=S256" "Invalid parameter: redirect_uri"
check "a code without its verifier is worth nothing" wrong_verifier
check "a refresh token renews the access token" refreshes
check "a wrong password is told" wrong_password
check "an unknown account is answered with the list of accounts" refused "there is no 'nobody'; the accounts are: auditor, finance, finance-second, platform, scientist, scientist-routing, team-admin" get_token nobody
check "a Keycloak that is away is told" refused "Keycloak does not answer" "$here/login.py" scientist --state "$STATE" --keycloak https://localhost:1
check "a token without our audience can be had for tests" claims "$(get_token scientist --client test-no-audience)" "'platform-api' not in c.get('aud', '')"
check "a token of a foreign client" claims "$(get_token scientist --client test-foreign-client)" "c['azp'] == 'test-foreign-client' and c['aud'] == 'platform-api'"
check "a token that expires after two seconds" claims "$(get_token scientist --client test-short-lived)" "c['exp'] - c['iat'] == 2"
check "a token without a subject" claims "$(get_token scientist --client test-no-subject)" "'sub' not in c"
check "a token of a foreign realm" claims "$(get_token scientist --realm foreign)" "c['iss'].endswith('/realms/foreign') and c['groups'] == ['fraud-editors']"
check "without --test there are four clients, one realm, no password grant" test_clients_are_for_tests
check "secrets are readable by their owner alone" secrets_are_private
check "no secret is among arguments, in a log or in Git" secrets_stay_home
check "PostgreSQL takes the right password" owns_database
check "PostgreSQL refuses a wrong password" refused "password authentication failed" query freihafen postgres-admin.password "select 1"
check "the role freihafen has no special rights" no_superuser
check "all ports are bound to the loopback address" loopback_only
check "after kill -9 both come back with their data" survives_kill
check "a taken port is named" port_taken
check "a program that dies leaves its last words" dead_program_is_told
check "a stop ends every process" stops_all
