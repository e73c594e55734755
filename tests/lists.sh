#!/bin/sh
# Checks that every source, template and unit test is in the lists of the build: ninja cannot look
# into folders, and a forgotten test would pass.
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# listed LIST TARGET FILE...: each is among what the target is made of.
listed() {
    list=$1 target=$2
    shift 2
    ninja -t inputs "$target" >"$work/inputs" || exit 2
    ls -d "$@" >"$work/files" || exit 2
    grep -vxFf "$work/inputs" "$work/files" >"$work/missing"
    sed "s|$|: is not in $list, so not part of $target|" "$work/missing"
    missing=$(wc -l <"$work/missing")
    failed=$((failed + missing))
    passed=$((passed + $(wc -l <"$work/files") - missing))
}

listed generator/build.ninja build/slotc generator/*.c templates/*.h templates/*.mustache \
    templates/man/*.mdoc
listed tests/unit/build.ninja units tests/unit/test_*.c

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
