#!/bin/sh
# Tests the printers of gdb: what they show is what R_format writes, of a program that runs, of its
# core file and of its own file; and damaged memory does them no harm.
#
#   sh tests/gdb.sh [PATH/TO/slotc]
#
# With UPDATE=1 in the environment it writes tests/gdb/print.expected anew. Where gdb may not trace
# a program, what needs that is skipped. The last line is `N passed, N failed[, N skipped]`.
set -u
cd "$(dirname "$0")/.." || exit 2
slotc=${1:-build/slotc}
if [ ! -x "$slotc" ]; then
    echo "gdb.sh: no \`$slotc\`; run ninja first" >&2
    exit 2
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
LC_ALL=C.UTF-8
export LC_ALL
# shellcheck source=tests/tally.sh
. tests/tally.sh

printers=templates/slots_gdb.py
headers=$work/headers
warnings='-Wall -Wextra -Werror'

# compile PROGRAM COMPILER [FLAG...]
compile() {
    program=$1 compiler=$2
    shift 2
    # shellcheck disable=SC2086 # the flags are a list
    $compiler $warnings "$@" -g -DBODIES -I "$headers" tests/gdb/show.c -o "$program"
}

# debug ARGUMENT...: gdb with the printers.
debug() {
    timeout 300 gdb -q -nx --batch -ex "source $printers" "$@" 2>&1
}

# Where $work/program cannot be run by gdb for want of rights; any other reason is a failure.
may_not_trace() {
    debug -ex "break stop" -ex "run >$work/shown" "$work/program" >"$work/out"
    ! grep -q '^Breakpoint 1, ' "$work/out" && grep -qi 'ptrace\|trace the inferior' "$work/out"
}

# all_equal PREFIX ARGUMENT...: what the printers show of these objects, in that state, is what the
# program printed to $work/shown.
all_equal() {
    prefix=$1
    shift
    debug "$@" -ex "python shown = '$work/shown'; only = '$prefix'" \
        -ex "source tests/gdb/check.py" "$work/program" >"$work/out"
    grep -E '^[1-9][0-9]* equal, 0 different$' "$work/out" || { cat "$work/out" && false; }
}

# prints_expected ARGUMENT...: the same for what gdb prints by itself.
prints_expected() {
    debug "$@" -ex "echo --\\n" -x tests/gdb/print.gdb "$work/program" | sed -E '1,/^--$/d
        s/0x[0-9a-f]{5,}/ADDRESS/g' >"$work/out"
    [ -z "${UPDATE-}" ] || cp "$work/out" tests/gdb/print.expected
    diff -u tests/gdb/print.expected "$work/out"
}

# says TEXT ARGUMENT...: among what gdb says there is a line that is this.
says() {
    text=$1
    shift
    debug "$@" >"$work/out"
    grep -qxF -- "$text" "$work/out" || { cat "$work/out" && false; }
}

survives_damage() {
    says survived -ex "break stop" -ex "run >$work/shown" -ex "source tests/gdb/damage.py" \
        "$work/program"
}

# What a function returned has no address.
shows_returned() {
    says "Value returned is \$1 = Inner = {x = 1, y = 0.0, unit = pascal, share = 6}" \
        -ex "break stop" -ex "run >$work/shown" -ex "break returned" -ex continue -ex finish \
        "$work/program"
}

# The same of a record whose fields begin in the tail of its base.
shows_returned_tail() {
    rm -rf "$work/few"
    "$slotc" gen tests/gdb/few.slots -o "$work/few" || return 1
    gcc -g -DBODIES -I "$work/few" tests/gdb/few.c -o "$work/few/program" || return 1
    says "Value returned is \$1 = Snug = {a = 1, b = 2, c = 3, d = 4}" \
        -ex "break returned" -ex run -ex finish "$work/few/program"
}

# Without R_class a record's members are shown as the compiler knows them. A dict needs classes.
shows_members() {
    rest="c = 3 '\\003', label = \"abc\"}"
    rm -rf "$work/few"
    grep -v '^record Bag' tests/gdb/few.slots >"$work/few.slots"
    "$slotc" gen "$work/few.slots" -o "$work/few" \
        --without names,reflect,value,heap,format,sizes || return 1
    gcc -g -DBODIES -I "$work/few" tests/gdb/few.c -o "$work/program" || return 1
    says "\$1 = Base <Base_class cannot be read> = {a = 1, b = 2 '\\002'}" \
        -ex "print child.base" "$work/program" &&
        says "\$1 = Child <Child_class cannot be read> = {a = 1, b = 2 '\\002', $rest" \
            -ex "print child" "$work/program" &&
        says "\$1 = Snug <Snug_class cannot be read> = {a = 1, b = 2 '\002', c = 3 '\003', d = 4}" \
            -ex "print snug" "$work/program" &&
        says "Child has no class that can be read: slots-format takes a record of slotc" \
            -ex "slots-format child" "$work/program"
}

# Where the bodies were compiled without -g, gdb knows the classes by their symbols alone.
shows_what_is_known() {
    rm -rf "$work/few"
    "$slotc" gen tests/gdb/few.slots -o "$work/few" --impl "$work/few/slots_impl.c" || return 1
    gcc -g -c -DNAMES -I "$work/few" tests/gdb/few.c -o "$work/few/few.o" &&
        gcc -c -I "$work/few" "$work/few/slots_impl.c" -o "$work/few/impl.o" &&
        gcc -no-pie "$work/few/few.o" "$work/few/impl.o" -o "$work/program" || return 1
    says "\$1 = Child = {a = 1, b = 2, c = 3, label = \"abc\"}" -ex "print child" \
        "$work/program" || return 1
    ! may_not_trace || return 0
    says "\$1 = Bag = {n = 5}" -ex "break stop" -ex run -ex "print empty" "$work/program" &&
        says "\$1 = Bag = {<dict> = <struct slots_dict is not in the debug information>, n = 5}" \
            -ex "break stop" -ex run -ex "print bag" "$work/program"
}

# What docs/debugging.md shows of a session, in the program that it shows.
page_is_true() {
    page=$work/page
    mkdir "$page"
    awk -v page="$page/" '
        /^```/ && inside { inside = 0; next }
        /^```/ { inside = 1; out = /^```gdb/ ? "session" : name; name = ""; next }
        inside && out { print >(page out) }
        !inside && /^<!-- file .* -->$/ { name = $3 }' docs/debugging.md
    "$slotc" gen "$page/trip.slots" -o "$page" || return 1
    gcc -g "$page/main.c" -o "$work/program" || return 1
    sed -n 's/^(gdb) \(.*\)/echo (gdb) \1\\n\n\1/p' "$page/session" >"$page/commands"
    debug -ex "set width 0" -ex "break leave" -ex "run" -ex "echo --\\n" -x "$page/commands" \
        "$work/program" | sed '1,/^--$/d' | diff -u "$page/session" -
}

# A program with 32-bit pointers, which need not run: the C library's own functions are missing.
compile_narrow() {
    mkdir "$work/stubs" "$work/stubs/gnu" && : >"$work/stubs/gnu/stubs-32.h" &&
        clang --target=i386-linux-gnu -g -O1 -w -fno-pic -DBODIES -isystem "$work/stubs" \
            -isystem "/usr/include/$(gcc -print-multiarch)" -I "$headers" -c tests/gdb/show.c \
            -o "$work/narrow.o" &&
        ld -m elf_i386 --unresolved-symbols=ignore-all -e main -o "$work/narrow" "$work/narrow.o"
}

# As PROGRAM-gdb.py, gdb finds it by itself.
loads_itself() {
    cp "$printers" "$work/program-gdb.py"
    timeout 60 gdb -q -nx --batch -iex "add-auto-load-safe-path $work" -ex "print still_plain" \
        "$work/program" >"$work/out" 2>&1
    rm "$work/program-gdb.py"
    diff -u - "$work/out" <<'EOF'
$1 = Plain = {id = 4000000000}
EOF
}

# The tree that an IDE sees.
has_tree() {
    printf '%s\n' -enable-pretty-printing '-var-create record * still_hatch' \
        '-var-list-children --all-values record' >"$work/commands"
    timeout 60 gdb -q -nx -i mi -ex "source $printers" "$work/program" \
        <"$work/commands" >"$work/out" 2>&1
    for child in 'exp="id",numchild="0",value="1"' 'exp="value",numchild="0",value="0.1"' \
        'exp="name",numchild="0",value="\"still \\\"here\\\"\""'; do
        grep -qF -- "$child" "$work/out" || { echo "no $child" && cat "$work/out" && return 1; }
    done
}

# test_states NAME: of $work/program.
test_states() {
    if may_not_trace; then
        skip "$1: a running program and its core file: gdb may not trace programs here"
        return
    fi
    live="break stop"
    check "$1: a running program" all_equal '' -ex "$live" -ex "run >$work/shown" \
        -ex "generate-core-file $work/core"
    check "$1: its core file" all_equal '' -ex "core-file $work/core"
    check "$1: prints what is expected" prints_expected -ex "core-file $work/core"
}

check "slotc gen" "$slotc" gen tests/gdb/show.slots -o "$headers" --with pool \
    --impl "$headers/slots_impl.c"
check "gdb has Python 3.6 or later" debug \
    -ex "python import sys; sys.exit(0 if sys.version_info >= (3, 6) else 1)"
if [ "$failed" -gt 0 ]; then
    echo "$passed passed, $failed failed"
    exit 1
fi

cxx='g++ -x c++ -std=c++20 -O2 -DSLOTS_STATIC -Wno-missing-field-initializers'
for build in 'gcc -O0 -no-pie' 'gcc -O2' 'clang -O0' "$cxx" 'clang -O2 -no-pie'; do
    # shellcheck disable=SC2086 # a compiler and its flags
    check "$build: compiles" compile "$work/program" $build
    case $build in
    *-no-pie)
        "$work/program" >"$work/shown"
        check "$build: its file alone" all_equal still
        ;;
    esac
    test_states "$build"
done
check "gcc -O0 -no-pie: compiles" compile "$work/program" gcc -O0 -no-pie
check "an IDE sees a tree" has_tree
check "loaded with its program" loads_itself
"$work/program" >"$work/shown"
if compile_narrow >"$work/out" 2>&1; then
    mv "$work/narrow" "$work/program"
    check "32-bit pointers: its file alone" all_equal still
else
    skip "32-bit pointers: clang or ld cannot make such a program here"
fi
check "no class" shows_members
check "no debug information of the bodies" shows_what_is_known
check "gcc -O0: compiles" compile "$work/program" gcc -O0
if may_not_trace; then
    skip "damage and values without an address: gdb may not trace programs here"
else
    check "damage at random" survives_damage
    check "a value without an address" shows_returned
    check "the same, in the tail of its base" shows_returned_tail
    check "docs/debugging.md: its session" page_is_true
fi

if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
