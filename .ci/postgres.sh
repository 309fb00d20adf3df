#!/usr/bin/env bash
# A real PostgreSQL 17 with pgvector on a loopback port. Bookworm has no pgvector, so a small trixie lives in a cache
# folder and is entered by chroot. Usage: .ci/postgres.sh start [port] | stop. Needs root and a Debian machine.
set -euo pipefail

CACHE=${CI_CACHE:-/var/cache/grid-worker-ci}
ROOT=$CACHE/trixie
PORT=${2:-55432}
BIN=/usr/lib/postgresql/17/bin

mirror() {
  sed -nE 's#^(URIs:|deb) +(\[[^]]*\] +)?(https?://[^ ]+/debian)/?( .*)?$#\3#p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1 || true
}

install_root() {
  [ -x "$ROOT$BIN/postgres" ] && [ -f "$ROOT/.complete" ] && return
  command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -qq -y debootstrap >/dev/null; }
  rm -rf "$ROOT" && mkdir -p "$CACHE"
  local from; from=$(mirror)
  debootstrap --variant=minbase --include=postgresql-17,postgresql-17-pgvector trixie "$ROOT" \
    "${from:-http://deb.debian.org/debian}" >"$CACHE/debootstrap.log" 2>&1 || { tail -20 "$CACHE/debootstrap.log"; exit 1; }
  touch "$ROOT/.complete"
}

as_postgres() { chroot "$ROOT" su postgres -s /bin/sh -c "$1"; }

start() {
  install_root
  local data=/var/lib/postgresql/ci
  if [ ! -f "$ROOT$data/PG_VERSION" ]; then
    as_postgres "echo postgres >/tmp/pw && $BIN/initdb -D $data --locale=C.UTF-8 -U postgres --pwfile=/tmp/pw -A scram-sha-256 >/dev/null"
  fi
  if as_postgres "$BIN/pg_ctl -D $data status" >/dev/null 2>&1; then return; fi
  # Without /dev/shm in the chroot, shared memory goes to files; fsync is off because nothing here outlives the run.
  as_postgres "$BIN/pg_ctl -D $data -w -t 60 -l /tmp/postgres.log -o '-p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp -c max_connections=200 -c shared_buffers=256MB -c maintenance_work_mem=512MB -c dynamic_shared_memory_type=mmap -c fsync=off -c full_page_writes=off' start" >/dev/null
}

stop() { as_postgres "$BIN/pg_ctl -D /var/lib/postgresql/ci -m immediate stop" >/dev/null 2>&1 || true; }

case "${1:-start}" in
  start) start; echo "postgres://postgres:postgres@127.0.0.1:$PORT/postgres" ;;
  stop) stop ;;
esac
