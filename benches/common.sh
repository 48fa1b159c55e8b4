# What the measuring scripts share: a program built for speed, and a PostgreSQL that is thrown away.
set -euo pipefail
exec </dev/null

PG_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
for needed in "$PG_BIN/initdb" node sqlite3; do
    if ! command -v "$needed" >/dev/null; then
        echo "$0: please install postgresql, nodejs and sqlite3 (tests/run installs the first two)" >&2
        exit 1
    fi
done

SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/gopy-bench.XXXXXX")
chmod 755 "$SCRATCH"
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
clean_up() {
    as_postgres "$PG_BIN/pg_ctl" -D "$SCRATCH/pg/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$SCRATCH"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

cargo build --release --locked --bin gopy
GOPY=$(realpath "${CARGO_TARGET_DIR:-target}")/release/gopy

# With its usual care for data: nothing like fsync=off.
PG_PORT=$((20000 + RANDOM % 20000))
start_postgres() {
    mkdir -p "$SCRATCH/pg"
    [ "$(id -u)" != 0 ] || chown postgres "$SCRATCH/pg"
    as_postgres "$PG_BIN/initdb" -D "$SCRATCH/pg/data" -U gopy -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
    as_postgres "$PG_BIN/pg_ctl" -D "$SCRATCH/pg/data" -l "$SCRATCH/pg/log" -w -o "-c listen_addresses=127.0.0.1 \
        -c port=$PG_PORT -c unix_socket_directories=$SCRATCH/pg -c shared_buffers=512MB" start >/dev/null
}

# A fresh database; prints its address.
new_database() {
    "$PG_BIN/createdb" -h 127.0.0.1 -p "$PG_PORT" -U gopy "$1"
    echo "postgres://gopy@127.0.0.1:$PG_PORT/$1"
}

the_machine() {
    local processor
    processor=$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)
    echo "$(nproc) × $processor, $(free -g | awk '/^Mem/ { print $2 + 1 }') GiB, load $(cut -d' ' -f1 /proc/loadavg)"
}
