#!/bin/sh
# Times the dict: see dict.c, many.c and collide.c.
#
#   dict.sh [SLOTC]
set -eu
cd "$(dirname "$0")/../.."
slotc=${1:-build/slotc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

"$slotc" gen tests/bench/dict.slots -o "$work"

# run PROGRAM FLAGS...: tests/bench/PROGRAM.c
run() {
    program=$1
    shift
    "${CC:-cc}" -std=c11 -D_GNU_SOURCE -O2 -DSLOTS_IMPLEMENTATION "$@" -I "$work" \
        "tests/bench/$program.c" -o "$work/$program"
    "$work/$program"
}

run dict
run many
"$work/many" shared
run collide -DSLOTS_DICT_SEED=0x6161616161616161u
