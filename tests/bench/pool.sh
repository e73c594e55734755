#!/bin/sh
# Times pools: see pool.c.
#
#   pool.sh [SLOTC]
set -eu
cd "$(dirname "$0")/../.."
slotc=${1:-build/slotc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

"$slotc" gen tests/bench/pool.slots -o "$work" --with pool
for way in -DSLOTS_POOL_MMAP -USLOTS_POOL_MMAP; do
    "${CC:-cc}" -std=c11 -D_GNU_SOURCE -O2 -DSLOTS_IMPLEMENTATION "$way" -I "$work" \
        tests/bench/pool.c -o "$work/pool"
    "$work/pool"
done
