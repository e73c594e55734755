# shellcheck shell=sh
# The checks of the tracer, and of programs without it. run.sh sources this behind checks.sh, which
# has `silent` and the like.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# traced COMPILER...: trace.c, which says of itself what is right.
traced() {
    check "$* compiles trace.c" silent "$@" -D_GNU_SOURCE -DSLOTS_TRACE -DSLOTS_IMPLEMENTATION \
        -Wall -Wextra -Wpedantic -Wshadow -Werror -I"$pools" "$here/trace.c" -o "$work/trace" -lm
    check "$*: trace.c" prints traced "$work/trace"
}

# Where nothing is traced, a header with call places is the same machine code as one without.
untraced() {
    mkdir -p "$work/untraced"
    # Those left out have very many fields, which tell nothing new and take long to optimise.
    some='pair_child use plain backed pool'
    [ -z "$full" ] || some="$some types nasty"
    printf '#include "%s.slots.h"\n' $some >"$work/same.c"
    check "slotc gen without trace" silent "$slotc" gen $schemas -o "$work/untraced" \
        --with pool,measure --without trace
    check "no tracer where none is wanted" test ! -e "$work/untraced/slots_trace.h"
    for compiler in gcc clang; do
        for folder in pools untraced; do
            check "$compiler compiles $folder" silent "$compiler" -std=c11 -O2 \
                -DSLOTS_IMPLEMENTATION -c -I"$work/$folder" "$work/same.c" -o "$work/$folder.o"
        done
        check "$compiler: not traced is the same machine code" same_text \
            "$work/pools.o" "$work/untraced.o"
        check "$compiler: nothing of the tracer is in it" has_no_tracer "$work/pools.o"
    done
}

same_text() {
    for object; do
        objdump -d --no-show-raw-insn "$object" | sed 1,3d >"$object.text"
    done
    [ "$(wc -l <"$1.text")" -gt 1000 ] && cmp "$1.text" "$2.text"
}

has_no_tracer() {
    ! nm "$1" | grep slots_trace
}

# Under all warnings, as a user's file sees it.
traces_matrix() {
    some=few
    [ -z "$full" ] || some=all
    for compiler in gcc clang g++ clang++; do
        speak "$compiler"
        for mode in $modes; do
            check "$compiler -std=$newest, traced ${mode#plain}" silent "$compiler" -x "$language" \
                -std="$newest" $flags ${mode#plain} -DSLOTS_TRACE -fsyntax-only -I"$pools" \
                "$work/$some.c"
        done
        check "$compiler compiles slots_snapshot.h alone" silent "$compiler" -x "$language" $flags \
            -DSLOTS_STATIC -c -I"$pools" "$work/snapshot.c" -o "$work/object.o"
        check "$compiler compiles slots_malloc without the tracer" silent "$compiler" \
            -x "$language" $flags -c -I"$pools" "$work/malloc.c" -o "$work/object.o"
    done
}

traces() {
    printf '#include "%s.slots.h"\n' pair_child use plain backed pool types nasty >"$work/few.c"
    echo '#include "slots_snapshot.h"' >"$work/snapshot.c"
    printf '%s\n' '#include "slots_trace.h"' 'void *f(void *block);' 'void *f(void *block) {' \
        '    slots_free(slots_realloc(slots_malloc(3), 5));' \
        '    return block != SLOTS_NULL ? block : slots_calloc(2, 3);' '}' >"$work/malloc.c"
    traces_matrix
    traced gcc -std=c11 $sanitizers
    traced gcc -std=c11 -O1 -g -fsanitize=thread -pthread
    traced clang++ -x c++ -std=c++11 -O2 -pthread
    if [ -n "$full" ]; then
        traced clang -std=c11 $sanitizers -DSLOTS_POOL_MMAP
        traced g++ -x c++ -std=c++20 -O2 -DSLOTS_STATIC -pthread
        traced clang -std=c11 -DSLOTS_DEBUG -O2 -pthread
    fi
    untraced
    check "gcc compiles trace_print.c" silent gcc -std=c11 $sanitizers -Wall -Wextra -Werror \
        -I"$pools" "$here/trace_print.c" -o "$work/trace_print"
    check "statistics are tracemalloc's" prints "100 snapshots as Python has them" \
        python3 "$top/tests/trace_oracle.py" "$work/trace_print"
}
