# shellcheck shell=sh
# The checks of R_measure and report.c. run.sh sources this behind checks.sh, which has `silent` and
# the like.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# measured NAME COMPILER...: measure.c and report.c, which say of themselves what is right.
measured() {
    name=$1
    shift
    rm -f "$work/measure" "$work/measure.o" "$work/report.o"
    check "$name compiles measure.c" silent "$@" -Wall -Wextra -Wpedantic -Werror \
        -DSLOTS_IMPLEMENTATION -I"$measures" -c "$here/measure.c" -o "$work/measure.o"
    check "$name compiles report.c" silent "$@" -Wall -Wextra -Wpedantic -Werror \
        -I"$measures" -c "$measures/report.c" -o "$work/report.o"
    linker=
    for word; do
        # An object is no source of the language that the compiler was given.
        case $word in
        -x | c++) ;;
        *) linker="$linker $word" ;;
        esac
    done
    check "$name links them" silent $linker "$work/measure.o" "$work/report.o" -o "$work/measure"
    check "$name: measure.c" prints measured "$work/measure"
}

# differs EDIT: with such an edit of report.c the report says so of one record, and else of none.
differs() {
    sed "/\"m.Mixed\"/$1" "$measures/report.c" >"$work/edited.c"
    printf '%s\n' '#define SLOTS_IMPLEMENTATION' '#include "measure.slots.h"' 'int main(void) {' \
        '    return slots_report_text(NULL, stdout) != SLOTS_OK;' '}' >"$work/differs.c"
    gcc -std=c11 -I"$measures" "$work/differs.c" "$work/edited.c" -o "$work/differs" || return 1
    "$work/differs" >"$work/words" || return 1
    cat "$work/words"
    [ "$(grep -c -- '^Mixed .*<- differs$' "$work/words")" -eq 1 ] &&
        [ "$(grep -c -- '<- ' "$work/words")" -eq 1 ] &&
        grep -qF '`Mixed` takes other bytes than slotc computed' "$work/words"
}

# malloc's blocks are known with glibc: the report has them, where it is not told otherwise.
knows_blocks() {
    printf '%s\n' '#define SLOTS_IMPLEMENTATION' '#include "measure.slots.h"' 'int main(void) {' \
        '    return slots_measure_block(24, 8) < 24 || slots_measure_block(64, 64) < 64;' '}' \
        >"$work/blocks.c"
    gcc -std=c11 -I"$measures" "$work/blocks.c" -o "$work/blocks" || return 1
    "$work/blocks" || return 1
    gcc -std=c11 -DSLOTS_MEASURE_NO_MALLOC -I"$measures" "$work/blocks.c" -o "$work/blocks" ||
        return 1
    ! "$work/blocks"
}

measures() {
    measures=$work/measures
    check "slotc gen with measure" silent "$slotc" gen "$here/measure.slots" -o "$measures" \
        --with measure
    measured "gcc" gcc -std=c11 $sanitizers
    measured "clang++" clang++ -x c++ -std=c++17 -O2
    measured "clang, private copies" clang -std=c11 -DSLOTS_STATIC $sanitizers
    measured "g++, private copies" g++ -x c++ -std=c++11 -O1 -DSLOTS_STATIC
    if can_run "" gcc -m32; then
        measured "gcc -m32" gcc -m32 -std=c11 -O2
    else
        skip "nothing can be measured with 32-bit pointers here"
    fi
    check "a record that is not as computed stands out" differs 's/SLOTS_WIDTH(16,/SLOTS_WIDTH(17,/'
    check "a first attribute that is not as computed stands out" \
        differs 's/\([0-9]*\), 0), 1}/9\1, 0), 1}/'
    if getconf GNU_LIBC_VERSION >"$work/words" 2>&1; then
        check "malloc's blocks are known, unless they are not wanted" knows_blocks
    fi
    check "report.c of all schemas" silent gcc -std=c11 $c_warnings -fsyntax-only -I"$pools" \
        "$pools/report.c"
    gen_without=$gen gen=$measures
    cp "$measures/report.c" "$work/report.cc"
    for compiler in gcc clang; do
        warnings $compiler c11 "$measures/report.c" "" -O2
        warnings $compiler c2x "$measures/report.c" -DSLOTS_STATIC -O0
    done
    for compiler in g++ clang++; do
        warnings $compiler c++11 "$work/report.cc" "" -O2
        warnings $compiler c++20 "$work/report.cc" -DSLOTS_STATIC -O0
    done
    gen=$gen_without
    cp "$top/.clang-format" "$pools/.clang-format"
    check "report.c is formatted" silent clang-format --dry-run -Werror "$pools/report.c"
}
