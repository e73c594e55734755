#!/bin/sh
# Checks that all C is as .clang-format has it. The tests of what slotc writes check that by
# themselves, with the files that are under tests/cases and tests/data.
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0

for path in $(find generator templates tests examples -path tests/cases -prune -o \
    -path tests/data -prune -o -name '*.[ch]' -print | sort); do
    template=templates/${path##*/}
    if [ "$path" != "$template" ] && cmp -s "$path" "$template"; then
        passed=$((passed + 1)) # a copy
    elif clang-format --dry-run -Werror "$path"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
