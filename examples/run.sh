#!/bin/sh
# Builds slotc, generates, builds and runs the examples, and prints what they print.
#
#   sh examples/run.sh
#
# Debian packages that are missing are installed, where there are the rights for it.
set -eu
if [ $# -gt 0 ]; then
    echo "usage: run.sh" >&2
    exit 2
fi
cd "$(dirname "$0")/.."
# shellcheck source=examples/build.sh
. examples/build.sh

# title TEXT
title() {
    printf '\n== %s\n' "$1"
}

# show COMMAND...: the command as one would type it, and what it prints.
show() {
    echo "\$ $*"
    "$@"
}

[ ! -f tests/setup.sh ] || sh tests/setup.sh build
title "slotc"
ninja
slotc=build/slotc
out=build/examples
mkdir -p "$out"

title "the trap: a record forgets its slots, and slotc refuses the schema"
status=0
show "$slotc" lint examples/trap/trap.slots || status=$?
if [ "$status" -ne 1 ]; then
    echo "examples: expected status 1 for the trap, not $status" >&2
    exit 1
fi

for name in $(example_names); do
    title "$name"
    schema=$(example_schema "$name")
    # shellcheck disable=SC2046 # options, none or some
    show "$slotc" gen "$schema" -o "examples/$name/generated" $(example_parts "$name")
    example_compile "$name" "examples/$name/generated" "$out/$name" "${CC:-cc}" -O2
    case $name in
    report)
        show "$slotc" report "$schema"
        show "$out/$name"
        ;;
    elf) show "$out/$name" "$out/$name" ;;
    *) show "$out/$name" ;;
    esac
done
