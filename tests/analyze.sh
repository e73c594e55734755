#!/bin/sh
# Gives the files of generator/ to clang-tidy with all that .clang-tidy names: clang's static
# analyzer, too, which tidy.sh leaves out.
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
jobs=$(getconf _NPROCESSORS_ONLN)

# As ninja compiles them.
flags="-std=c11 -D_XOPEN_SOURCE=700 -iquote generator -iquote build"
flags="$flags $(sh generator/clang_include.sh) $(pkg-config --cflags jansson inih)"

# A file that has findings leaves one of its name.
find generator -name '*.c' | sort >"$work/files"
mkdir "$work/failed"
# shellcheck disable=SC2016 # it is the inner shell's
xargs -P "${jobs:-2}" -I {} sh -c '
    said=$(clang-tidy --quiet "$1" -- $2 2>&1) || {
        echo "$said"
        : >"$3/${1##*/}"
    }' sh {} "$flags" "$work/failed" <"$work/files"
failed=$(find "$work/failed" -type f | wc -l)
passed=$(($(wc -l <"$work/files") - failed))

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
