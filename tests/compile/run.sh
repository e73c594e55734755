#!/bin/sh
# Compiles what slotc writes as its users would: under all warnings, in C and in C++, in every
# order, with and without bodies; runs it; and looks at the machine code.
#
#   sh tests/compile/run.sh [PATH/TO/slotc] [--full | --machines]
#
# --full compiles all standards to machine code, optimised and not, runs what is linked under
# sanitizers, takes the bodies of each header alone, and has all scalar types in all storages.
# Programs with 32-bit pointers and targets that clang was built without are skipped, as is a
# machine without its compiler. --machines is for other machines alone (aarch64, Windows and so on),
# with each compiler that makes programs for them, run by qemu-user and wine, and for what an
# optimiser may not do; without it there is one of them, s390x.
# The last line is `N passed, N failed`.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2
top=$here/../..
slotc=$top/build/slotc full='' machines=''
for argument; do
    case $argument in
    --full) full=yes ;;
    --quick) full= ;;
    --machines) machines=yes ;;
    *) slotc=$argument ;;
    esac
done
if [ ! -x "$slotc" ]; then
    echo "compile/run.sh: no \`$slotc\`; run ninja first" >&2
    exit 2
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
LC_ALL=C
export LC_ALL

# shellcheck source=tests/tally.sh
. "$here/../tally.sh"
# shellcheck source=tests/compile/checks.sh
. "$here/checks.sh"
# shellcheck source=tests/compile/machines.sh
. "$here/machines.sh"
# shellcheck source=tests/compile/code.sh
. "$here/code.sh"
# shellcheck source=tests/compile/pools.sh
. "$here/pools.sh"
# shellcheck source=tests/compile/names.sh
. "$here/names.sh"
# shellcheck source=tests/compile/measures.sh
. "$here/measures.sh"
# shellcheck source=tests/compile/traces.sh
. "$here/traces.sh"

gen=$work/gen
schemas="$top/schemas $here/nasty.slots $here/plain.slots $here/backed.slots $here/use.slots
    $here/pair_base.slots $here/pair_child.slots $here/types.slots $here/types_other.slots
    $here/deprecated.slots $here/pool.slots $here/storages.slots $here/names.slots
    $here/measure.slots $here/tails.slots
    $top/tests/data/large.slots $top/tests/data/large_base.slots"
# shellcheck disable=SC2086 # a list of paths without blanks
check "slotc gen" silent "$slotc" gen $schemas -o "$gen" --impl "$gen/slots_impl.c"
pools=$work/pools
# shellcheck disable=SC2086 # a list of paths without blanks
check "slotc gen with pools" silent "$slotc" gen $schemas -o "$pools" \
    --impl "$pools/slots_impl.c" --with pool,measure
bare=$work/bare
check "slotc gen without parts" silent "$slotc" gen "$here/plain.slots" -o "$bare" \
    --impl "$bare/slots_impl.c" --without names,reflect,value,heap,format,sizes
if [ "$failed" -gt 0 ]; then
    echo "$passed passed, $failed failed"
    exit 1
fi
check "bodies without parts" silent gcc -std=c11 -Wall -Wextra -Werror -c "$bare/slots_impl.c" \
    -o "$bare/slots_impl.o"

# Every header twice, in one order for C and in the other for C++.
headers=$(cd "$gen" && echo *.slots.h)
for header in $headers; do
    printf '#include "%s"\n#include "%s"\n' "$header" "$header"
done >"$work/all.c"
sed '1!G;h;$!d' "$work/all.c" >"$work/all.cc"

if [ -n "$machines" ]; then
    scalars
    targets
    upcasts
    cross
else
    warnings_matrix
    one_by_one
    links
    one_direction
    macros
    globals
    scalars
    freestanding
    deprecation
    targets
    formatted
    refused
    machine_code
    upcasts
    programs
    names
    pools
    measures
    traces
    by_default
    cross
fi

if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
