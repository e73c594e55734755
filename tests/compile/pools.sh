# shellcheck shell=sh
# The checks of pools and vectors, and of headers without them. run.sh sources this behind
# checks.sh, which has `silent` and the like.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# pooled NAME COMPILER...: pool.c, which says of itself what is right.
pooled() {
    name=$1
    shift
    check "$name compiles pool.c" silent "$@" -Wall -Wextra -Wpedantic -Werror \
        -D_DEFAULT_SOURCE -DSLOTS_IMPLEMENTATION -I"$gen" "$here/pool.c" -o "$work/pool" -lm
    check "$name: pool.c" prints pooled "$work/pool"
}

# Slabs apart and in a reserved range, as it is and with checks.
pools_of() {
    for way in apart -DSLOTS_POOL_MMAP; do
        for mode in plain -DSLOTS_DEBUG; do
            pooled "$* ${way#apart} ${mode#plain}" "$@" ${way#apart} ${mode#plain}
        done
    done
}

# The file that gen --impl writes asks for the range: its pools take nothing from the allocator.
impl_reserves() {
    printf '%s\n' '#include "pool.slots.h"' '#include <stdio.h>' 'int main(void) {' \
        '    p_Item_pool pool;' '    p_Item_pool_init(&pool, 0);' \
        '    puts(p_Item_pool_new(&pool) != NULL && pool.pool.base != NULL ? "yes" : "no");' \
        '    p_Item_pool_fini(&pool);' '    return 0;' '}' >"$work/reserves.c"
    check "pools with the bodies of --impl compile" silent gcc -std=c11 $c_warnings -I"$gen" \
        "$work/reserves.c" "$gen/slots_impl.c" -o "$work/reserves"
    check "pools with the bodies of --impl have a reserved range" prints yes "$work/reserves"
    check "a range without what declares mmap says what to do" \
        fails_with 'define _DEFAULT_SOURCE too' gcc -std=c11 -DSLOTS_POOL_MMAP \
        -DSLOTS_IMPLEMENTATION -fsyntax-only -I"$gen" "$work/reserves.c"
}

# The default handler writes the message and aborts, in a shell that keeps word of the signal.
debug_aborts() {
    ! sh -c '"$1" wrong; exit $?' sh "$work/debug" 2>"$work/words" || return 1
    grep -qxF "p_Item_pool_free: the pointer is none of this pool's records" "$work/words"
}

pools() {
    pools_of gcc -std=c11 $sanitizers
    pools_of clang -std=c11 $sanitizers
    pools_of g++ -x c++ -std=c++17 -O2
    pools_of clang++ -x c++ -std=c++17 -O2
    if can_run "" gcc -m32; then
        pools_of gcc -m32 -std=c11 -O2
    else
        skip "no pools with 32-bit pointers can be made here"
    fi
    check "gcc compiles pool.c to abort" silent gcc -std=c11 -DSLOTS_DEBUG -DSLOTS_IMPLEMENTATION \
        -I"$gen" "$here/pool.c" -o "$work/debug" -lm
    check "a wrong call aborts a debug build with a message" debug_aborts
    impl_reserves
    for compiler in gcc clang; do
        warnings "$compiler" c11 "$gen/slots_impl.c" "" -O2
        warnings "$compiler" c11 "$gen/slots_impl.c" -DSLOTS_DEBUG -O2
    done
    cp "$gen/slots_impl.c" "$work/impl.cc"
    for compiler in g++ clang++; do
        warnings "$compiler" c++17 "$work/impl.cc" -DSLOTS_DEBUG -O2
    done
}

has_no_pool() {
    ! grep -rl _pool_new "$1"
}

# Without --with pool a header has none of it.
by_default() {
    check "slotc gen without pools" silent "$slotc" gen $schemas -o "$work/default"
    check "no support header that nobody needs" test ! -e "$work/default/slots_pool.h"
    check "no pool where none was asked for" has_no_pool "$work/default"
    for compiler in gcc clang++; do
        speak "$compiler"
        for mode in $modes; do
            check "$compiler ${mode#plain}, without pools" silent "$compiler" -x "$language" \
                $flags ${mode#plain} -fsyntax-only -I"$work/default" "$work/all.c"
        done
    done
}
