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

# prints LINE COMMAND...: it succeeds, and that is its last line.
prints() {
    line=$1
    shift
    "$@" >"$work/words" 2>&1
    prints_status=$?
    cat "$work/words"
    [ "$prints_status" -eq 0 ] && [ "$(tail -n 1 "$work/words")" = "$line" ]
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
        *++) standards='c++11 c++14 c++17 c++20' source=$work/all.cc ;;
        *) standards='c11 c17 c2x' source=$work/all.c ;;
        esac
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
        python3 "$top/tests/emitted.py" "$slotc" "$gen" $schemas
}

# The folder of the compiler's own headers.
own_headers() {
    case $1 in
    clang*) echo "$("$1" -print-resource-dir)/include" ;;
    *) "$1" -print-file-name=include ;;
    esac
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

# Headers whose records have neither str nor dict need nothing but the compiler.
freestanding() {
    for compiler in gcc clang g++ clang++; do
        own=$(own_headers "$compiler")
        alone="-ffreestanding -nostdinc -isystem $own"
        speak "$compiler"
        for level in -O0 -O2; do
            check "$compiler $level, freestanding" silent "$compiler" -x "$language" $alone \
                $flags $level -c -I"$gen" "$here/free.c" -o "$work/free.o"
            check "$compiler $level, nothing but what a compiler calls" needs_nothing
            check "$compiler $level, freestanding by our macro" silent "$compiler" -x "$language" \
                $alone $flags $level -DSLOTS_FREESTANDING -c -I"$gen" "$here/free.c" \
                -o "$work/free.o"
            check "$compiler $level, light functions are inline there" needs_nothing
        done
        for header in elf64 particles; do
            printf '#include "%s.slots.h"\n' $header >"$work/free.c"
            check "$compiler $header, freestanding" silent "$compiler" -x "$language" $alone \
                $flags -fsyntax-only -I"$gen" "$work/free.c"
        done
    done
}

needs_nothing() {
    nm -u "$work/free.o" >"$work/undefined" || return 1
    grep -vE ' (memset|memcpy|memmove)$' "$work/undefined" >"$work/more" || [ $? -eq 1 ]
    cat "$work/more"
    [ ! -s "$work/more" ]
}

# Layouts hold on other machines: both pointer widths, both byte orders, both ways to lay out an
# 8-byte number where pointers have four. Others are refused with a reason.
targets() {
    for width in -m32 -mx32; do
        check "gcc $width" silent gcc $width -ffreestanding -std=c11 $c_warnings \
            -fsyntax-only -I"$gen" "$work/all.c"
    done
    for target in i386-linux-gnu i686-windows-msvc x86_64-windows-msvc x86_64-windows-gnu \
        aarch64-linux-gnu aarch64_be-linux-gnu arm64-apple-macos armv7-none-eabi \
        armeb-none-eabi powerpc-none-eabi powerpc64le-linux-gnu mips-none-elf mips64-linux-gnu \
        riscv32-none-elf riscv64-linux-gnu sparc-none-elf s390x-linux-gnu wasm32-none \
        wasm64-none m68k-none-elf hexagon-none-elf; do
        target_flags="--target=$target -ffreestanding -std=c11"
        echo 'int x;' >"$work/probe.c"
        if ! clang $target_flags -fsyntax-only "$work/probe.c" 2>"$work/words"; then
            skip "clang has no target $target"
            continue
        fi
        check "clang $target" silent clang $target_flags $c_warnings -fsyntax-only -I"$gen" \
            -nostdinc -isystem "$(own_headers clang)" "$work/all.c"
    done
    for target in avr-none msp430-none-elf; do
        check "clang $target is refused" fails_with "32-bit and 64-bit pointers only" \
            clang --target=$target -ffreestanding -fsyntax-only -I"$gen" "$work/all.c"
    done
}

formatted() {
    cp "$top/.clang-format" "$gen/.clang-format"
    for header in $headers slots_impl.c; do
        check "$header is formatted" silent clang-format --dry-run -Werror "$gen/$header"
    done
}

# What must not compile, and what it says then.
refused() {
    compile="gcc -std=c11 -fsyntax-only -Werror"
    mkdir -p "$work/edited"
    cp "$gen"/*.h "$work/edited"
    sed 's/^    uint32_t count;/    uint64_t count;/' "$gen/plain.slots.h" \
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

# The machine code of each function of an object: one line each, without addresses.
functions() {
    objdump -d --no-show-raw-insn "$1" | awk '
        /^[0-9a-f]+ <.*>:$/ { name = $2; gsub(/[<>:]/, "", name); next }
        /^ +[0-9a-f]+:/ {
            sub(/^ +[0-9a-f]+:[ \t]*/, ""); sub(/[ \t]*#.*/, ""); gsub(/[ \t]+/, " ")
            # What fills up to the next function is no part of one.
            if ($0 !~ /nop|^xchg %ax,%ax|^int3|^data16/) text[name] = text[name] "; " $0
        }
        END { for (name in text) print name, text[name] }' | sort
}

# Of each pair of functions, a_NAME and m_NAME, the code is the same.
same_code() {
    functions "$work/accessors.o" >"$work/code"
    sed -n 's/^a_//p' "$work/code" >"$work/by_accessor"
    sed -n 's/^m_//p' "$work/code" >"$work/by_member"
    pairs=$(wc -l <"$work/by_accessor")
    diff "$work/by_accessor" "$work/by_member" && [ "$pairs" -ge 40 ]
}

# Identical functions are not to be merged: then one would be a jump to the other.
machine_code() {
    for compiler in gcc clang; do
        merge=
        [ "$compiler" != gcc ] || merge=-fno-ipa-icf
        check "$compiler compiles accessors.c" silent "$compiler" -std=c11 $c_warnings -O2 \
            $merge -c -I"$gen" "$here/accessors.c" -o "$work/accessors.o"
        check "$compiler: accessors are member accesses" same_code
    done
}

# With 32-bit pointers, where this machine can.
narrow_programs() {
    printf '#include <stdlib.h>\nint main(void) { return 0; }\n' >"$work/probe.c"
    if ! gcc -m32 "$work/probe.c" -o "$work/probe" 2>"$work/words" || ! "$work/probe"; then
        skip "no programs with 32-bit pointers can be made here"
        return
    fi
    for program in use:used nasty:'as declared' types:'as declared'; do
        name=${program%%:*}
        check "gcc -m32 compiles $name.c" silent gcc -m32 -std=c11 -DSLOTS_IMPLEMENTATION \
            -I"$gen" "$here/$name.c" -o "$work/$name"
        check "gcc -m32: $name.c" prints "${program#*:}" "$work/$name"
    done
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
    narrow_programs
    check "an index out of range stops the program" traps
    check "gcc compiles use.c" silent gcc -std=c11 -g -O1 -DSLOTS_IMPLEMENTATION -I"$gen" \
        "$here/use.c" -o "$work/use"
    check "use.c under valgrind" prints used valgrind --quiet --error-exitcode=99 \
        --leak-check=full --show-leak-kinds=all "$work/use"
}
