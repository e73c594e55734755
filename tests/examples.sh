#!/bin/sh
# Tests the examples: committed headers are up to date, programs print what is expected, and a
# changed storage word changes no line of C and no value.
#
#   sh tests/examples.sh [PATH/TO/slotc] [--full]
#
# --full has the sanitizers of gcc besides those of clang. Its last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 2
slotc=${1:-build/slotc} full=${2:-}
# shellcheck source=examples/build.sh
. examples/build.sh

if [ ! -x "$slotc" ]; then
    echo "examples.sh: no \`$slotc\`; run ninja first" >&2
    exit 2
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
LC_ALL=C
export LC_ALL
# shellcheck source=tests/tally.sh
. tests/tally.sh

# The flags under which slotc's output, and so the examples, must compile without a warning.
warnings='-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-align -Wcast-qual
    -Wundef -Wstrict-prototypes -Wmissing-prototypes -Wdouble-promotion -Wredundant-decls
    -Wwrite-strings -Wpadded -Werror'
sanitizers='-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all'

# Lines that end in a unit of time.
without_times() {
    sed '/ n\{0,1\}s$/d'
}

# values_of NAME FILE: besides, without what storage is there to change: bytes, and what a dict
# allows. The report is all about these, but for its lines on texts.
values_of() {
    bytes=' bytes| [KM]B$|size=|ratio'
    dict='__dict__|ynamic attribute|Blocked|^Setting (z|user|retries)|^Attributes|^Deleting'
    case $1 in
    report) grep -E '^[A-Z][a-z]+ +(host|unit|text) ' "$2" ;;
    *) without_times <"$2" | grep -Ev "$bytes|$dict" ;;
    esac
}

# run NAME PROGRAM: what the example prints, with its arguments.
run() {
    case $1 in
    elf) "$2" /bin/ls ;;
    *) "$2" ;;
    esac
}

prints_expected() {
    "$2" >"$work/out" || return 1
    without_times <"$work/out" | diff -u "examples/$1/expected" -
}

# Section tables, without readelf's legend.
table_of() {
    sed -n '/^Section Headers:/,$p' "$1" | sed '/^Key to Flags:/,$d'
}

# agrees_with_readelf PROGRAM FILE
agrees_with_readelf() {
    "$1" "$2" >"$work/ours" || return 1
    readelf -SW "$2" >"$work/theirs" || return 1
    table_of "$work/ours" >"$work/ours.table"
    table_of "$work/theirs" >"$work/theirs.table"
    [ -s "$work/ours.table" ] && diff -u "$work/theirs.table" "$work/ours.table"
}

# refuses PROGRAM FILE MESSAGE: status 1, the message, and nothing on standard output.
refuses() {
    "$1" "$2" >"$work/out" 2>"$work/err"
    status=$?
    echo "elf: $2: $3" | diff -u - "$work/err" && [ "$status" -eq 1 ] && [ ! -s "$work/out" ]
}

# patch FILE OFFSET OCTAL...: writes bytes into a copy of a program, $work/bad.
patch() {
    cp "$1" "$work/bad"
    offset=$2
    shift 2
    # shellcheck disable=SC2059 # the bytes are the format
    printf "$(printf '\\%s' "$@")" |
        dd of="$work/bad" bs=1 seek="$offset" conv=notrunc 2>"$work/dd"
}

# test_elf_agrees PROGRAM COMPILER
test_elf_agrees() {
    echo 'int shared(void); int shared(void) { return 1; }' >"$work/shared.c"
    "$2" -shared -fPIC -g "$work/shared.c" -o "$work/libshared.so"
    "$2" -c -g -ffunction-sections "$work/shared.c" -o "$work/shared.o"
    for file in /bin/ls "$1" "$work/libshared.so" "$work/shared.o" "$slotc"; do
        check "elf ($2): as readelf: $file" agrees_with_readelf "$1" "$file"
    done
}

test_elf_refuses() {
    sanitized=$1
    size=$(wc -c <"$sanitized")
    : >"$work/empty"
    check "elf: missing" refuses "$sanitized" "$work/none" "No such file or directory"
    check "elf: folder" refuses "$sanitized" "$work" "Is a directory"
    check "elf: empty" refuses "$sanitized" "$work/empty" "not an ELF file"
    check "elf: text" refuses "$sanitized" README.md "not an ELF file"
    head -c 40 "$sanitized" >"$work/bad"
    check "elf: cut in its header" refuses "$sanitized" "$work/bad" "ends within its file header"
    head -c 64 "$sanitized" >"$work/bad"
    check "elf: cut behind its header" refuses "$sanitized" "$work/bad" \
        "its section table lies beyond its end"
    head -c $((size - 1)) "$sanitized" >"$work/bad"
    check "elf: cut by a byte" refuses "$sanitized" "$work/bad" "ends within its section table"
    patch "$sanitized" 4 1
    check "elf: 32 bits" refuses "$sanitized" "$work/bad" "not a 64-bit ELF file"
    patch "$sanitized" 5 3
    check "elf: byte order" refuses "$sanitized" "$work/bad" \
        "made for another byte order than this machine's"
    patch "$sanitized" 40 377 377 377 377 377 377 377 377
    check "elf: table at the end of memory" refuses "$sanitized" "$work/bad" \
        "its section table lies beyond its end"
    patch "$sanitized" 58 100 1
    check "elf: size of headers" refuses "$sanitized" "$work/bad" \
        "its section headers have another size than 64 bytes"
    patch "$sanitized" 60 377 376
    check "elf: many sections" refuses "$sanitized" "$work/bad" "ends within its section table"
    patch "$sanitized" 62 376 0
    check "elf: section of names" refuses "$sanitized" "$work/bad" \
        "names a section of names that it does not have"
}

# Every prefix of a small object: whatever comes of it, it is status 0 or 1.
survives_cuts() {
    step=47
    [ -z "$full" ] || step=7
    size=$(wc -c <"$2")
    cut=0
    while [ "$cut" -lt "$size" ]; do
        head -c "$cut" "$2" >"$work/bad"
        "$1" "$work/bad" >"$work/out" 2>"$work/err"
        if [ $? -gt 1 ]; then
            echo "cut at $cut of $size:" && cat "$work/err" && return 1
        fi
        cut=$((cut + step))
    done
}

test_programs() {
    for name in $(example_names); do
        schema=$(example_schema "$name")
        headers=examples/$name/generated
        # shellcheck disable=SC2046 # options, none or some
        check "$name: headers are what slotc writes" \
            "$slotc" gen --check "$schema" -o "$headers" $(example_parts "$name")
        for compiler in gcc clang; do
            program=$work/$name.$compiler
            # shellcheck disable=SC2086 # the flags are a list
            check "$name ($compiler): compiles" \
                example_compile "$name" "$headers" "$program" "$compiler" -O2 $warnings
            if [ "$name" = elf ]; then
                test_elf_agrees "$program" "$compiler"
            else
                check "$name ($compiler): prints its output" prints_expected "$name" "$program"
            fi
            [ -n "$full" ] || [ "$compiler" = clang ] || continue
            # shellcheck disable=SC2086
            check "$name ($compiler): compiles with sanitizers" \
                example_compile "$name" "$headers" "$program.san" "$compiler" $sanitizers
            if [ "$name" = elf ]; then
                test_elf_refuses "$program.san"
                check "elf ($compiler): cut anywhere" survives_cuts "$program.san" "$work/shared.o"
            else
                check "$name ($compiler): clean" prints_expected "$name" "$program.san"
            fi
        done
    done
}

trap_is_refused() {
    (cd examples/trap && "$1" lint trap.slots) >"$work/lint" 2>&1
    [ $? -eq 1 ] && diff -u examples/trap/expected-lint "$work/lint"
}

trap_writes_nothing() {
    "$slotc" gen examples/trap/trap.slots -o "$work/nothing" 2>"$work/err"
    [ $? -eq 1 ] && [ ! -e "$work/nothing" ]
}

# flip SCHEMA NUMBER STORAGE: the schema with another storage clause at that record; nothing where
# it has that one already.
flip() {
    awk -v number="$2" -v storage="$3" '
        /^record / && ++records == number {
            match($0, / (slots \+ dict|slots|dict) \{/)
            if (substr($0, RSTART + 1, RLENGTH - 3) == storage) same = 1
            $0 = substr($0, 1, RSTART) storage " {" substr($0, RSTART + RLENGTH)
        }
        { text = text $0 "\n" }
        END { if (!same) printf "%s", text }' "$1"
}

# keeps_values NAME SCHEMA: the example's C, unchanged, with the headers of that schema.
keeps_values() {
    rm -rf "$work/flipped"
    # shellcheck disable=SC2046 # options, none or some
    "$slotc" gen "$2" -o "$work/flipped" $(example_parts "$1") \
        --warn chain-missing-slots --warn chain-slots-under-dict || return 1
    example_compile "$1" "$work/flipped" "$work/program" gcc -O1 -Wall -Wextra -Werror || return 1
    run "$1" "$work/program" >"$work/out" || return 1
    values_of "$1" "$work/out" | diff -u "$work/$1.values" -
}

test_flips() {
    for name in $(example_names); do
        schema=$(example_schema "$name")
        run "$name" "$work/$name.gcc" >"$work/out"
        values_of "$name" "$work/out" >"$work/$name.values"
        records=$(grep -c '^record ' "$schema")
        number=0
        while [ "$number" -lt "$records" ]; do
            number=$((number + 1))
            for storage in slots dict 'slots + dict'; do
                mkdir -p "$work/schemas"
                flipped=$work/schemas/$(basename "$schema")
                flip "$schema" "$number" "$storage" >"$flipped"
                if [ -s "$flipped" ]; then
                    check "$name: record $number as $storage" keeps_values "$name" "$flipped"
                fi
            done
        done
    done
}

slotc=$(cd "$(dirname "$slotc")" && pwd)/$(basename "$slotc")
check "schemas and examples: laid out by slotc fmt" "$slotc" fmt --diff schemas examples
check "schemas: nothing to report" "$slotc" lint schemas
for name in $(example_names); do
    check "$name: nothing to report" "$slotc" lint "$(example_schema "$name")"
done
check "trap: refused as it is shown" trap_is_refused "$slotc"
check "trap: no header is written" trap_writes_nothing
test_programs
test_flips

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
