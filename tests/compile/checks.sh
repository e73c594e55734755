# shellcheck shell=sh
# The checks of run.sh, which sources this. They use its $here, $top, $slotc, $work, $gen,
# $schemas, $headers and $full.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# The flags under which slotc's output must compile without a warning.
common='-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-align -Wcast-qual
    -Wundef -Wdouble-promotion -Wredundant-decls -Wwrite-strings -Wpadded -Werror'
c_warnings="$common -Wstrict-prototypes -Wmissing-prototypes"
cxx_warnings="$common -Wold-style-cast -Wzero-as-null-pointer-constant"
sanitizers='-g -fsanitize=address,undefined -fno-sanitize-recover=all'

# silent COMMAND...: it succeeds, and prints nothing.
silent() {
    "$@" >"$work/words" 2>&1
    silent_status=$?
    cat "$work/words"
    [ "$silent_status" -eq 0 ] && [ ! -s "$work/words" ]
}

# fails_with TEXT COMMAND...: it fails and says that text.
fails_with() {
    text=$1
    shift
    if "$@" >"$work/words" 2>&1; then
        echo "it succeeded"
        return 1
    fi
    cat "$work/words"
    grep -qF -- "$text" "$work/words"
}

# prints LINE COMMAND...: it succeeds, and that is its last line, however that ends.
prints() {
    line=$1
    shift
    "$@" >"$work/words" 2>&1
    prints_status=$?
    cat "$work/words"
    [ "$prints_status" -eq 0 ] && [ "$(tail -n 1 "$work/words" | tr -d '\r')" = "$line" ]
}

# speak COMPILER: sets the language that it compiles and the warnings that it knows.
speak() {
    case $1 in
    g++) language='c++' flags="$cxx_warnings -Wuseless-cast" newest='c++20' ;;
    clang++) language='c++' flags=$cxx_warnings newest='c++20' ;;
    *) language=c flags=$c_warnings newest=c2x ;;
    esac
}

# warnings COMPILER STANDARD SOURCE DEFINES LEVELS: silent under all warnings.
warnings() {
    speak "$1"
    for level in $5; do
        check "$1 -std=$2 $level $4" \
            silent "$1" -std="$2" $flags $4 "$level" -c -I"$gen" "$3" -o "$work/object.o"
    done
}

modes='plain -DSLOTS_IMPLEMENTATION -DSLOTS_STATIC'

warnings_matrix() {
    for compiler in gcc clang g++ clang++; do
        case $compiler in
        *++) standards='c++11 c++20' between='c++14 c++17' source=$work/all.cc ;;
        *) standards='c11 c2x' between=c17 source=$work/all.c ;;
        esac
        [ -z "$full" ] || standards="$standards $between"
        for standard in $standards; do
            for mode in $modes; do
                levels=-fsyntax-only
                [ -z "$full" ] || levels='-O0 -O2'
                warnings "$compiler" "$standard" "$source" "${mode#plain}" "$levels"
            done
        done
        speak "$compiler"
        warnings "$compiler" "$newest" "$source" -DSLOTS_NO_ASSERTS -fsyntax-only
        # Some warnings, those of unused functions among them, need more than a look.
        for mode in -DSLOTS_IMPLEMENTATION -DSLOTS_STATIC; do
            warnings "$compiler" "$newest" "$source" "$mode" -O0
        done
    done
    printf '#include "%s.slots.h"\n' pair_child use plain backed >"$work/some.c"
    for compiler in gcc clang; do
        warnings "$compiler" c11 "$work/some.c" -DSLOTS_IMPLEMENTATION -O2
    done
}

# A header needs no other before it, and its bodies may come in any order.
one_by_one() {
    for header in $headers; do
        printf '#include "%s"\n' "$header" >"$work/one.c"
        for compiler in gcc clang++; do
            speak "$compiler"
            for mode in plain -DSLOTS_IMPLEMENTATION; do
                [ -n "$full" ] || [ "$mode" = plain ] || continue
                check "$compiler $header alone ${mode#plain}" silent "$compiler" -x "$language" \
                    $flags ${mode#plain} -fsyntax-only -I"$gen" "$work/one.c"
            done
        done
    done
}

# object COMPILER SOURCE NAME FLAGS...: $work/NAME.o
object() {
    object_compiler=$1 object_source=$2 object_name=$3
    shift 3
    speak "$object_compiler"
    rm -f "$work/$object_name.o"
    check "$object_compiler compiles $object_name $*" silent "$object_compiler" -x "$language" \
        $link_flags $flags "$@" -c -I"$gen" "$object_source" -o "$work/$object_name.o"
}

# linked NAME LINKER OBJECT...
linked() {
    linked_name=$1 linker=$2
    shift 2
    objects=
    for linked_object; do
        objects="$objects $work/$linked_object.o"
    done
    rm -f "$work/program"
    check "$linked_name is linked" silent "$linker" $link_flags $objects -o "$work/program"
    check "$linked_name runs" prints linked "$work/program"
}

# links_of C C++: the two languages of one maker, in all mixtures.
links_of() {
    c=$1 cxx=$2
    object "$c" "$here/link_main.c" main
    object "$c" "$here/link_other.c" other
    object "$c" "$gen/slots_impl.c" impl
    linked "$c: two files and the bodies" "$c" main other impl
    object "$cxx" "$here/link_main.c" main_cxx
    object "$cxx" "$here/link_other.c" other_cxx
    object "$cxx" "$gen/slots_impl.c" impl_cxx
    linked "$cxx: C++ callers, C bodies" "$cxx" main_cxx other_cxx impl
    linked "$cxx: C callers, C++ bodies" "$cxx" main other impl_cxx
    linked "$cxx: a caller of each, C++ bodies" "$cxx" main other_cxx impl_cxx
    linked "$cxx: the other way round, C bodies" "$cxx" main_cxx other impl
    object "$c" "$here/link_main.c" bodies_first -DSLOTS_IMPLEMENTATION
    linked "$c: bodies with the first include" "$c" bodies_first other
    object "$c" "$here/link_main.c" bodies_later -DPLAIN_FIRST
    linked "$c: bodies after a plain include" "$c" bodies_later other
    object "$cxx" "$here/link_main.c" bodies_later_cxx -DPLAIN_FIRST
    linked "$cxx: bodies after a plain include" "$cxx" bodies_later_cxx other
    for compiler in "$c" "$cxx"; do
        object "$compiler" "$here/link_main.c" private_main -DSLOTS_STATIC
        object "$compiler" "$here/link_other.c" private_other -DSLOTS_STATIC
        linked "$compiler: a private copy in each file" "$compiler" private_main private_other
        # Private copies stay apart from the program's own.
        object "$compiler" "$here/link_main.c" private_all -DSLOTS_STATIC
        linked "$compiler: a private copy beside the bodies" "$cxx" private_all other impl
    done
}

links() {
    link_flags=
    [ -z "$full" ] || link_flags=$sanitizers
    links_of gcc g++
    links_of clang clang++
}

# Docs and texts cannot turn the direction of what stands behind them.
one_direction() {
    printf '#include "nasty.slots.h"\n' >"$work/one.c"
    check "no bidirectional text" silent gcc -std=c11 -Wbidi-chars=any,ucn -Werror \
        -DSLOTS_IMPLEMENTATION -fsyntax-only -I"$gen" "$work/one.c"
}

# No name in emitted code is one of Qt's macros, unless a schema has it for a field: then it is not
# among these headers.
macros() {
    qt_headers=
    for header in $headers; do
        case $header in
        nasty.slots.h | large*.slots.h) ;;
        *) qt_headers="$qt_headers $header" ;;
        esac
    done
    for header in $qt_headers; do
        printf '#include "%s"\n' "$header"
    done >"$work/qt.cc"
    for compiler in g++ clang++; do
        check "$compiler with Qt's macros" silent "$compiler" -std=c++17 -Wall -Wextra -Werror \
            -Dslots= '-Dsignals=public' -Demit= -DSLOTS_IMPLEMENTATION -fsyntax-only -I"$gen" \
            "$work/qt.cc"
    done
}

# Two schemas can only be told to collide where all that a header has is known beforehand.
globals() {
    check "the list of globals is that of the headers" \
        python3 "$top/tests/emitted.py" "$slotc" "$pools" $schemas
}

# warns_once COMMAND...: it succeeds, and says of one line of the user's that it is deprecated.
warns_once() {
    "$@" >"$work/words" 2>&1
    warns_status=$?
    cat "$work/words"
    [ "$warns_status" -eq 0 ] && [ "$(grep -c ' warning: ' "$work/words")" -eq 1 ] &&
        grep -q 'deprecated\.c:.* deprecated.*use ' "$work/words"
}

# Users are warned of what is deprecated, and nobody of the header itself.
deprecation() {
    for compiler in gcc clang g++ clang++; do
        speak "$compiler"
        for use in RECORD FIELD SETTER ENUM ENUMERATOR; do
            check "$compiler, a deprecated $use is warned of" \
                warns_once "$compiler" -x "$language" -Wall -Wextra -DUSE_$use \
                -fsyntax-only -I"$gen" "$here/deprecated.c"
        done
        check "$compiler, what is not deprecated is not warned of" silent "$compiler" \
            -x "$language" $flags -fsyntax-only -I"$gen" "$here/deprecated.c"
    done
}

formatted() {
    cp "$top/.clang-format" "$gen/.clang-format"
    check "all that slotc writes is formatted" silent sh -c \
        'cd "$1" && shift && clang-format --dry-run -Werror "$@"' sh "$gen" $headers slots_impl.c
}

# What must not compile, and what it says then.
refused() {
    compile="gcc -std=c11 -fsyntax-only -Werror"
    mkdir -p "$work/edited"
    cp "$gen"/*.h "$work/edited"
    sed 's/^    uint32_t count SLOTS_/    uint64_t count SLOTS_/' "$gen/plain.slots.h" \
        >"$work/edited/plain.slots.h"
    echo '#include "plain.slots.h"' >"$work/refused.c"
    check "an edited struct says what to do" fails_with 'plain.slots fixes' \
        $compile -I"$work/edited" "$work/refused.c"
    check "an edited struct says to regenerate" fails_with 'regenerate' \
        $compile -I"$work/edited" "$work/refused.c"
    sed 's/id: u32 = 17;/& added: u64;/' "$here/pair_base.slots" >"$work/pair_base.slots"
    cp "$here/pair_child.slots" "$work"
    check "a base grows" silent "$slotc" gen "$work/pair_base.slots" -o "$work/edited"
    echo '#include "pair_child.slots.h"' >"$work/refused.c"
    check "a child that is older than its base" fails_with 'pair_child.slots fixes' \
        $compile -I"$work/edited" "$work/refused.c"
    printf '#include "plain.slots.h"\nint f(plain_Leaf *l) { return %s; }\n' \
        'plain_Leaf_get_absent(l)' >"$work/refused.c"
    check "an undeclared field" fails_with 'plain_Leaf_get_absent' \
        $compile -I"$gen" "$work/refused.c"
    printf '#include "nasty.slots.h"\nint f(%s *o) { return %s; }\n' nasty_schema_Old \
        'nasty_schema_Old_get_trigraph(o) != SLOTS_NULL' >"$work/refused.c"
    check "a deprecated field" fails_with ' */ // ??/' \
        $compile -I"$gen" "$work/refused.c"
}

# An index out of range stops a program, unless it was built without assertions.
traps() {
    printf '#include "plain.slots.h"\nint main(int argc, char **argv) {\n%s\n%s\n}\n' \
        '    plain_Leaf leaf; (void)argv; plain_Leaf_init(&leaf);' \
        '    return plain_Leaf_at_parts(&leaf, (size_t)argc + 2) != 0;' >"$work/trap.c"
    gcc -std=c11 -I"$gen" "$work/trap.c" -o "$work/trap" || return 1
    "$work/trap" || return 1
    # In a shell of its own, whose word of the signal nobody needs.
    ! sh -c '"$1" more; exit $?' sh "$work/trap" 2>"$work/words" || return 1
    gcc -std=c11 -DNDEBUG -I"$gen" "$work/trap.c" -S -o "$work/trap.s" || return 1
    ! grep -q ud2 "$work/trap.s"
}

# Programs that use it, under sanitizers and under valgrind.
programs() {
    for compiler in gcc clang; do
        for program in use:used nasty:'as declared' types:'as declared'; do
            name=${program%%:*}
            check "$compiler compiles $name.c" silent "$compiler" -std=c11 $sanitizers -Wall \
                -Wextra -Wpedantic -Werror -DSLOTS_IMPLEMENTATION -I"$gen" "$here/$name.c" \
                -o "$work/$name"
            check "$compiler: $name.c" prints "${program#*:}" "$work/$name"
        done
    done
    check "gcc compiles fields.c" silent gcc -std=c11 -Wall -Wextra -Werror -DSLOTS_IMPLEMENTATION \
        -I"$work/scalars" "$here/fields.c" -o "$work/fields"
    check "gcc: fields.c" prints 'as set' "$work/fields"
    narrow_programs
    check "an index out of range stops the program" traps
    check "gcc compiles use.c" silent gcc -std=c11 -g -O1 -DSLOTS_IMPLEMENTATION -I"$gen" \
        "$here/use.c" -o "$work/use"
    check "use.c under valgrind" prints used valgrind --quiet --error-exitcode=99 \
        --leak-check=full --show-leak-kinds=all "$work/use"
}
