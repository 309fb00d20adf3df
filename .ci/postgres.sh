#!/usr/bin/env bash
# A real PostgreSQL 17 with pgvector on a loopback port. Bookworm has no pgvector, so a small trixie lives in a cache
# folder and is entered by chroot. Needs root on a Debian machine.
#   .ci/postgres.sh start [port] [cluster]   installs what is missing, starts, prints the URL; a second call changes nothing
#   .ci/postgres.sh stop [cluster]           stops that cluster, keeps its data
#   .ci/postgres.sh remove [cluster]         stops it and deletes its data
set -euo pipefail

CACHE=${CI_CACHE:-/var/cache/grid-worker-ci}
ROOT=$CACHE/trixie
BIN=/usr/lib/postgresql/17/bin

# The machine's own mirror, as apt resolved it: whatever form its source files take.
mirror() {
  local uri
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null |
    grep -E '^https?://' | sed -n 1p) || true
  echo "${uri:-http://deb.debian.org/debian}"
}

apt_proxy() {
  local proxy=''
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  echo "$proxy"
}

install_root() {
  if [ -f "$ROOT/.complete" ] && [ -x "$ROOT$BIN/postgres" ]; then return; fi
  # The keyring comes along because an old one does not know the key that signs trixie.
  apt-get update -qq >&2
  apt-get install -qq -y --no-install-recommends debootstrap debian-archive-keyring ca-certificates >/dev/null
  rm -rf "$ROOT"
  mkdir -p "$CACHE"
  local proxy
  proxy=$(apt_proxy)
  if [ -n "$proxy" ] && [ "$proxy" != DIRECT ]; then export http_proxy=$proxy; fi
  if ! debootstrap --variant=minbase --include=postgresql-17,postgresql-17-pgvector trixie "$ROOT" "$(mirror)" \
    >"$CACHE/debootstrap.log" 2>&1; then
    tail -20 "$CACHE/debootstrap.log" >&2
    exit 1
  fi
  touch "$ROOT/.complete"
}

as_postgres() { chroot "$ROOT" su postgres -s /bin/sh -c "$1"; }
data_of() { echo "/var/lib/postgresql/$1"; }
running() { as_postgres "$BIN/pg_ctl -D $(data_of "$1") status" >/dev/null 2>&1; }
# Line 4 of postmaster.pid is the port of a running cluster.
port_of() { sed -n 4p "$ROOT$(data_of "$1")/postmaster.pid"; }

start() {
  local port=$1 cluster=$2 data
  data=$(data_of "$cluster")
  install_root
  if [ ! -f "$ROOT$data/PG_VERSION" ]; then
    rm -rf "${ROOT:?}$data"
    as_postgres "umask 077; echo postgres >/tmp/$cluster.pw; $BIN/initdb -D $data --locale=C.UTF-8 -U postgres \
      --pwfile=/tmp/$cluster.pw -A scram-sha-256 >/tmp/$cluster.initdb.log && rm /tmp/$cluster.pw"
  fi
  if ! running "$cluster"; then
    # The chroot has no /dev/shm, so shared memory goes to files; fsync is off because nothing here outlives the run.
    if ! as_postgres "$BIN/pg_ctl -D $data -w -t 60 -l /tmp/$cluster.log -o '-p $port -c listen_addresses=127.0.0.1 \
      -c unix_socket_directories=/tmp -c max_connections=200 -c shared_buffers=256MB -c maintenance_work_mem=512MB \
      -c dynamic_shared_memory_type=mmap -c fsync=off -c full_page_writes=off' start" >/dev/null; then
      tail -20 "$ROOT/tmp/$cluster.log" >&2
      exit 1
    fi
  fi
  as_postgres "$BIN/psql -q -h /tmp -p $(port_of "$cluster") -d 'user=postgres password=postgres dbname=postgres' \
    -c \"select 1/count(*) from pg_available_extensions where name = 'vector'\"" >/dev/null
  echo "postgres://postgres:postgres@127.0.0.1:$(port_of "$cluster")/postgres"
}

stop() {
  [ -d "$ROOT$(data_of "$1")" ] || return 0
  if running "$1"; then as_postgres "$BIN/pg_ctl -D $(data_of "$1") -m immediate stop" >/dev/null; fi
}

case "${1:-start}" in
  start) start "${2:-55432}" "${3:-ci}" ;;
  stop) stop "${2:-ci}" ;;
  remove) stop "${2:-ci}" && rm -rf "${ROOT:?}$(data_of "${2:-ci}")" ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
