#!/bin/sh
# Puts the run time to its hardest tests: memory that runs out anywhere, and threads.
#
#   sh tests/runtime/suite.sh [PATH/TO/slotc]
#
# The last line is `N passed, N failed`.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2
slotc=${1:-$here/../../build/slotc}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# shellcheck source=tests/tally.sh
. "$here/../tally.sh"

sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all'

# compiles PROGRAM COMPILER FLAGS...: tests/runtime/PROGRAM.c
compiles() {
    program=$1
    shift
    check "$1 compiles $program.c" "$@" -std=c11 -D_DEFAULT_SOURCE -Wall -Wextra -Wpedantic \
        -Werror -g -DSLOTS_IMPLEMENTATION -I"$work" -I"$here" "$here/$program.c" -o "$work/$program"
}

# prints LINE COMMAND...: it succeeds, and that is its last line.
prints() {
    line=$1
    shift
    "$@" >"$work/words" 2>&1
    prints_status=$?
    cat "$work/words"
    [ "$prints_status" -eq 0 ] && [ "$(tail -n 1 "$work/words")" = "$line" ]
}

# says TEXT COMMAND...: it fails and says that text.
says() {
    text=$1
    shift
    ! "$@" >"$work/words" 2>&1 || return 1
    cat "$work/words"
    grep -qF -- "$text" "$work/words"
}

# Thread sanitizers give up where the system places things too far apart at random; and one race is
# enough.
placed() {
    TSAN_OPTIONS=halt_on_error=1 "$@" >"$work/run" 2>&1
    placed_status=$?
    if grep -q 'unexpected memory mapping' "$work/run"; then
        TSAN_OPTIONS=halt_on_error=1 setarch "$(uname -m)" -R "$@"
    else
        cat "$work/run"
        return "$placed_status"
    fi
}

check "slotc gen" "$slotc" gen "$here/whole.slots" -o "$work" --with pool

# shellcheck disable=SC2086 # a list of flags
for program in no_memory no_memory_pools; do
    compiles "$program" gcc -O1 $sanitizers
    check "$program: every allocation may fail" prints 'no memory is fine' "$work/$program"
done

for compiler in gcc clang; do
    compiles threads "$compiler" -O1 -fsanitize=thread -pthread
    check "$compiler: 8 threads use one class" prints 'threads are fine' placed "$work/threads"
    compiles threads "$compiler" -O1 -fsanitize=thread -pthread -DRACE
    check "$compiler: a race is seen" says 'data race' placed "$work/threads"
done
compiles threads gcc -O2 -pthread
check "8 threads use one class, at full speed" prints 'threads are fine' "$work/threads"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
