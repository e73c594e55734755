#!/bin/sh
# Checks that no line of our own sources is longer than 100 columns. What slotc writes may be.
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

find generator templates tests examples install -path tests/cases -prune -o \
    -path tests/data -prune -o ! -name '*.slots.h' ! -path '*/generated/report.c' \
    \( -name '*.[ch]' -o -name '*.sh' -o -name '*.py' -o -name '*.ninja' -o -name '*.mk' \
    -o -name '*.cmake*' \) -print | sort >"$work/files"
printf '%s\n' build.ninja .ci/run >>"$work/files"

# Columns are characters, not bytes.
LC_ALL=C.UTF-8 xargs grep -nHE '^.{101}' <"$work/files" >"$work/lines"
cat "$work/lines"
failed=$(cut -d: -f1 "$work/lines" | sort -u | wc -l)
passed=$(($(wc -l <"$work/files") - failed))

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
