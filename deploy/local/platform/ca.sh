# shellcheck shell=bash
# A certificate authority of this installation, and the https certificate of localhost.

make_ca() {
  local key
  if [ -s "$CA/localhost.crt" ] && openssl verify -CAfile "$CA/ca.crt" "$CA/localhost.crt" >/dev/null 2>&1 &&
    openssl x509 -in "$CA/localhost.crt" -noout -checkend 604800 >/dev/null; then
    return 0
  fi
  mkdir -p "$CA"
  for key in ca localhost; do
    (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$CA/$key.key" 2>/dev/null)
  done
  openssl req -x509 -new -key "$CA/ca.key" -days 3650 -subj "/O=Freihafen/CN=Freihafen local CA" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out "$CA/ca.crt"
  openssl req -new -key "$CA/localhost.key" -subj "/O=Freihafen/CN=localhost" |
    openssl x509 -req -CA "$CA/ca.crt" -CAkey "$CA/ca.key" -CAcreateserial -days 825 -out "$CA/localhost.crt" -extfile <(
      echo "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"
      echo "keyUsage=critical,digitalSignature"
      echo "extendedKeyUsage=serverAuth"
      echo "basicConstraints=critical,CA:FALSE"
    ) 2>/dev/null
}
