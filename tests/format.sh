#!/bin/sh
# Checks that all C is as .clang-format has it. The tests of what slotc writes check that by
# themselves, with the files that are under tests/cases and tests/data.
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# What is a copy of a template is checked there.
for path in $(find generator templates tests examples -path tests/cases -prune -o \
    -path tests/data -prune -o -name '*.[ch]' -print | sort); do
    template=templates/${path##*/}
    if [ "$path" != "$template" ] && cmp -s "$path" "$template"; then
        passed=$((passed + 1))
    else
        echo "$path"
    fi
done >"$work/files"

# All by one process: it takes longer to start than to look at a file.
status=0
xargs clang-format --dry-run -Werror <"$work/files" >"$work/words" 2>&1 || status=$?
cat "$work/words"
failed=$(sed -n 's/^\([^ :]*\):[0-9]*:[0-9]*: error: .*/\1/p' "$work/words" | sort -u | wc -l)
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
fi
passed=$((passed + $(wc -l <"$work/files") - failed))

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
