#!/bin/sh
# Times slotc lint of 1,000 records, in one file and in a file each, in processor time.
#
#   lint.sh [SLOTC]
set -u
cd "$(dirname "$0")/../.." || exit 2
slotc=${1:-build/slotc}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

cc -std=c11 -D_XOPEN_SOURCE=700 -O2 tests/bench/lint.c -o "$work/lint" || exit 1
awk -v count=1000 -f tests/bench/rows.awk >"$work/rows.slots"
mkdir "$work/files"
awk -v folder="$work/files" '
    /^record/ { file = folder "/" $2 ".slots" }
    { print >>file }
    /^}/ { close(file) }' "$work/rows.slots"
"$work/lint" "lint of 1,000 records" 15 "$slotc" lint "$work/rows.slots"
"$work/lint" "lint of a folder of 1,000 files" 100 "$slotc" lint "$work/files"
