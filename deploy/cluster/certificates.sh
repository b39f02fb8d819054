#!/usr/bin/env bash
# Makes the certificates of the cluster beside this file: an authority, one certificate for the nodes, one for whoever
# administers them. An authority that is there is kept. Arguments: further names or addresses of the nodes.
set -euo pipefail
cd "$(dirname "$0")" && mkdir -p certificates && cd certificates
names=DNS:node1,DNS:node2,DNS:node3,DNS:localhost,IP:127.0.0.1
for name in "$@"; do
  case $name in
    *[!0-9.]*) names+=,DNS:$name ;;
    *) names+=,IP:$name ;;
  esac
done
[ -e ca-key.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=on-record-authority \
  -keyout ca-key.pem -out ca.pem 2>/dev/null
sign() { # file, common name, extensions
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" -keyout "$1-key.pem" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 825 -out "$1.pem" \
    -extfile <(printf '%s\n' "$3") 2>/dev/null
  rm "$1.csr"
}
sign node on-record-node "subjectAltName=$names
extendedKeyUsage=serverAuth,clientAuth"
sign admin on-record-admin 'extendedKeyUsage=clientAuth'
chmod 600 ca-key.pem admin-key.pem
# The user of the nodes' container, 1000, reads it.
chmod 644 node-key.pem
