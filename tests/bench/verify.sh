#!/bin/sh
# Times slotc verify of 1,000 records for 6 targets, as a schema and as a header, beside what
# libclang takes to be loaded and to parse the bare structs, in the same run.
#
#   verify.sh [SLOTC]
set -u
cd "$(dirname "$0")/../.." || exit 2
slotc=${1:-build/slotc}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# shellcheck disable=SC2046 # flags
cc -std=c11 -D_XOPEN_SOURCE=700 -O2 $(sh generator/clang_include.sh) tests/bench/verify.c \
    build/libslotc.a $(pkg-config --libs jansson inih) -ldl -lpthread -o "$work/verify" || exit 1
awk -v count=1000 -f tests/bench/rows.awk >"$work/rows.slots"
"$slotc" gen "$work/rows.slots" -o "$work" || exit 1
{
    echo '#include <stdbool.h>'
    echo '#include <stdint.h>'
    awk '/^typedef struct .*{$/ { on = 1 } on && !/^ *\/\*\*/ { print } /^}/ { on = 0 }' \
        "$work/rows.slots.h" | sed 's/ SLOTS_MEMBER;/;/'
} >"$work/layout.h"

targets='--target x86_64-linux-gnu --target aarch64-linux-gnu --target i386-linux-gnu
--target armv7-linux-gnueabihf --target x86_64-windows-msvc --target wasm32-unknown-unknown'
for file in rows.slots rows.slots.h; do
    # shellcheck disable=SC2086 # a list of options
    echo "verify of $file, 1000 records for 6 targets:" \
        "$("$work/verify" "$work/layout.h" 11 "$slotc" verify "$work/$file" $targets)"
done
