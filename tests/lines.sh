#!/bin/sh
# Checks that no line of our own sources is longer than 100 columns. What slotc writes may be.
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0

for path in $(find generator templates tests examples -path tests/cases -prune -o \
    -path tests/data -prune -o ! -name '*.slots.h' ! -path '*/generated/report.c' \
    \( -name '*.[ch]' -o -name '*.sh' -o -name '*.py' -o -name '*.ninja' \) -print |
    sort) build.ninja .ci/run; do
    # Columns are characters, not bytes.
    if LC_ALL=C.UTF-8 grep -nE '^.{101}' "$path" | sed "s|^|$path:|" | grep .; then
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
