#!/bin/sh
# Checks that every source, template and unit test is in the lists of the build: ninja cannot look
# into folders, and a forgotten test would pass.
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0
inputs=$(mktemp) || exit 2
trap 'rm -f "$inputs"' EXIT

# listed LIST TARGET FILE...: each is among what the target is made of.
listed() {
    list=$1 target=$2
    shift 2
    ninja -t inputs "$target" >"$inputs" || exit 2
    for file; do
        [ -e "$file" ] || continue
        if grep -qxF "$file" "$inputs"; then
            passed=$((passed + 1))
        else
            echo "$file: is not in $list, so not part of $target"
            failed=$((failed + 1))
        fi
    done
}

listed generator/build.ninja build/slotc generator/*.c templates/*.h templates/*.mustache
listed tests/unit/build.ninja units tests/unit/test_*.c

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
