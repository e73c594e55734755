# shellcheck shell=sh
# The checks of pools and vectors, and of headers without them. run.sh sources this behind
# checks.sh, which has `silent` and the like.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# pool_says WORD PROGRAM NAME COMPILER...: a program that says of itself what is right.
pool_says() {
    word=$1 program=$2 name=$3
    shift 3
    check "$name compiles $program.c" silent "$@" -Wall -Wextra -Wpedantic -Werror \
        -D_DEFAULT_SOURCE -DSLOTS_IMPLEMENTATION -I"$pools" "$here/$program.c" -o "$work/pool" -lm
    check "$name: $program.c" prints "$word" "$work/pool"
}

pooled() {
    pool_says pooled pool "$@"
}

limited() {
    pool_says limited pool_limits "$@"
}

# Slabs apart with checks, and in a reserved range without; the other two with --full.
pools_of() {
    pooled "$* -DSLOTS_DEBUG" "$@" -DSLOTS_DEBUG
    pooled "$* -DSLOTS_POOL_MMAP" "$@" -DSLOTS_POOL_MMAP
    if [ -n "$full" ]; then
        pooled "$*" "$@"
        pooled "$* -DSLOTS_POOL_MMAP -DSLOTS_DEBUG" "$@" -DSLOTS_POOL_MMAP -DSLOTS_DEBUG
    fi
}

# The file that gen --impl writes asks for the range: its pools take nothing from the allocator.
impl_reserves() {
    printf '%s\n' '#include "pool.slots.h"' '#include <stdio.h>' 'int main(void) {' \
        '    p_Item_pool pool;' '    p_Item_pool_init(&pool, 0);' \
        '    puts(p_Item_pool_new(&pool) != NULL && pool.pool.base != NULL ? "yes" : "no");' \
        '    p_Item_pool_fini(&pool);' '    return 0;' '}' >"$work/reserves.c"
    check "pools with the bodies of --impl compile" silent gcc -std=c11 $c_warnings -I"$pools" \
        "$work/reserves.c" "$pools/slots_impl.c" -o "$work/reserves"
    check "pools with the bodies of --impl have a reserved range" prints yes "$work/reserves"
    check "a range without what declares mmap says what to do" \
        fails_with 'define _DEFAULT_SOURCE too' gcc -std=c11 -DSLOTS_POOL_MMAP \
        -DSLOTS_IMPLEMENTATION -fsyntax-only -I"$pools" "$work/reserves.c"
}

# The default handler writes the message and aborts, in a shell that keeps word of the signal.
debug_aborts() {
    ! sh -c '"$1" wrong; exit $?' sh "$work/debug" 2>"$work/words" || return 1
    grep -qxF "p_Item_pool_free: the pointer is none of this pool's records" "$work/words"
}

pools() {
    limited "gcc $sanitizers -DSLOTS_DEBUG" gcc -std=c11 $sanitizers -DSLOTS_DEBUG
    limited "clang++ -DSLOTS_POOL_MMAP" clang++ -x c++ -std=c++11 -DSLOTS_POOL_MMAP
    pools_of gcc -std=c11 $sanitizers
    pools_of clang++ -x c++ -std=c++17 -O2
    if [ -n "$full" ]; then
        pools_of clang -std=c11 $sanitizers
        pools_of g++ -x c++ -std=c++17 -O2
    fi
    if can_run "" gcc -m32; then
        pools_of gcc -m32 -std=c11 -O2
    else
        skip "no pools with 32-bit pointers can be made here"
    fi
    check "gcc compiles pool.c to abort" silent gcc -std=c11 -DSLOTS_DEBUG -DSLOTS_IMPLEMENTATION \
        -I"$pools" "$here/pool.c" -o "$work/debug" -lm
    check "a wrong call aborts a debug build with a message" debug_aborts
    impl_reserves
    silent_bodies
}

# Optimisers see more than by_default does; the bodies differ by the record's name alone.
silent_bodies() {
    sed '/\.slots\.h"/d' "$pools/slots_impl.c" >"$work/some.c"
    printf '#include "%s.slots.h"\n' pool backed >>"$work/some.c"
    cp "$work/some.c" "$work/some.cc"
    gen_without=$gen gen=$pools
    warnings gcc c11 "$work/some.c" "" -O2
    warnings clang c11 "$work/some.c" -DSLOTS_DEBUG -O2
    warnings g++ c++17 "$work/some.cc" -DSLOTS_DEBUG -O2
    warnings clang++ c++17 "$work/some.cc" "" -O2
    gen=$gen_without
}

has_no_pool() {
    ! grep -rlE '_pool_new|_measure\(' "$1"
}

# Without --with pool,measure a header has none of it; with it all headers are as silent.
by_default() {
    check "no support header that nobody needs" \
        test ! -e "$gen/slots_pool.h" -a ! -e "$gen/slots_measure.h" -a ! -e "$gen/report.c"
    check "no pool where none was asked for" has_no_pool "$gen"
    for compiler in gcc clang++; do
        speak "$compiler"
        for mode in $modes; do
            check "$compiler ${mode#plain}, with pools" silent "$compiler" -x "$language" \
                $flags ${mode#plain} -fsyntax-only -I"$pools" "$work/all.c"
        done
    done
}
