#!/usr/bin/env bash
# Starts node I of N in the foreground, on loopback: HTTP at BASE + I, transport at BASE + 100 + I. Its files lie in RUN/nI.
# OpenSearch refuses to run as root: then it runs as `nobody`, who must be able to reach INSTALL and RUN.
# HEAP is the heap of a node; JIT the flags of Java's compiler, by default those that start soonest (empty: those that run fastest).
set -euo pipefail
install=$1 run=$2 i=$3 n=$4 base=$5
home=$run/n$i
mkdir -p "$home"/{config,data,logs,tmp}
cp -r "$install/opensearch/config/." "$home/config/"
"$install/java/bin/java" --list-modules | grep -q '^jdk.incubator.vector' ||
  sed -i '/incubator.vector/d' "$home/config/jvm.options"
sed -i -e '/Xlog:gc/d' -e '/HeapDump/d' -e '/^-Xm[sx]/d' \
  -e "s#agent/opensearch-agent.jar#$install/opensearch/agent/opensearch-agent.jar#" "$home/config/jvm.options"
seeds=$(for k in $(seq 1 "$n"); do printf '"127.0.0.1:%d",' $((base + 100 + k)); done)
names=$(for k in $(seq 1 "$n"); do printf 'n%d,' "$k"; done)
cat >"$home/config/opensearch.yml" <<Y
cluster.name: on-record-test-$base
node.name: n$i
network.host: 127.0.0.1
http.port: $((base + i))
transport.port: $((base + 100 + i))
path.data: $home/data
path.logs: $home/logs
discovery.seed_hosts: [${seeds%,}]
cluster.initial_cluster_manager_nodes: [${names%,}]
node.store.allow_mmap: false
action.auto_create_index: false
cluster.routing.allocation.disk.threshold_enabled: false
cluster.fault_detection.leader_check.interval: 500ms
cluster.fault_detection.leader_check.timeout: 2s
cluster.fault_detection.follower_check.interval: 500ms
cluster.fault_detection.follower_check.timeout: 2s
Y
as=()
if [ "$(id -u)" = 0 ]; then
  chown -R 65534:65534 "$home"
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
cd "$home"
exec env -i PATH="$PATH" HOME="$home" OPENSEARCH_JAVA_HOME="$install/java" OPENSEARCH_PATH_CONF="$home/config" \
  OPENSEARCH_TMPDIR="$home/tmp" OPENSEARCH_JAVA_OPTS="-Xms${HEAP:-256m} -Xmx${HEAP:-256m} -XX:ActiveProcessorCount=1 \
  ${JIT--XX:TieredStopAtLevel=1} -Djava.locale.providers=CLDR,SPI" \
  "${as[@]}" "$install/opensearch/bin/opensearch" >"$home/out.log" 2>&1 </dev/null
