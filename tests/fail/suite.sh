#!/bin/sh
# Makes each call of slotc to the system fail once, the Nth of them for every N: a message, status
# 2, no output changed and no temporary file left, or a run that it did not matter to.
#
#   sh tests/fail/suite.sh PATH/TO/slotc
#
# Its last line is `N passed, N failed`.
set -u
here=$(cd "$(dirname "$0")" && pwd)
slotc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
passed=0 failed=0

if ! cc -std=c11 -fPIC -shared "$here/fail.c" -o "$work/fail.so"; then
    echo "0 passed, 1 failed"
    exit 1
fi

# check NAME CALL FOLDER COMMAND...
check() {
    name=$1 call=$2 folder=$3
    shift 3
    if sh "$here/run.sh" -l "$work/fail.so" -c "$call" -n 60 ${folder:+-d "$folder"} "$@" \
        >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name, $call"
        cat "$work/log"
    fi
}

cd "$work" || exit 2
cat >base.slots <<'END'
record Base slots { id: u64; name: str; }
END
cat >child.slots <<'END'
import "base.slots";
enum Unit { a, b }
record Child : Base slots + dict { unit: Unit; code: char[8] = "x"; samples: i16[4]; }
END
cat >warned.slots <<'END'
record Base { id: u64; }
record Next : Base { name: str; }
END
printf 'slotc-trace 1\ncurrent\t9\npeak\t9\nlost\t0\nrows\t1\n9\t1\t9\t1\t3\tA\ta.c\n' >new.trace
sed 's/9/8/g' new.trace >old.trace
"$slotc" gen base.slots child.slots -o old --impl old/bodies.c -MD || exit 2
cp -R old same
mkdir new loose
cp base.slots child.slots loose
# Every output is to change.
for file in old/*; do
    echo "/* older */" >>"$file"
done

for call in malloc write open rename close mkdir write-interrupted write-short open-interrupted; do
    check "gen into a folder" "$call" old \
        "$slotc" gen base.slots child.slots -o old --impl old/bodies.c -MD
done
for call in malloc mkdir open; do
    check "gen into a new folder" "$call" new "$slotc" gen base.slots -o new/deeper
done
for call in malloc write open rename close write-interrupted write-short open-interrupted; do
    check "fmt in a folder" "$call" loose "$slotc" fmt loose
done
"$slotc" fmt - <child.slots >laid.slots
check "fmt --diff" malloc "" "$slotc" fmt --diff laid.slots
check "model" malloc "" "$slotc" model child.slots
check "layout as text" malloc "" "$slotc" layout base.slots child.slots Child
check "layout as json" malloc "" "$slotc" layout --format json child.slots
check "gen --check" malloc "" "$slotc" gen base.slots child.slots -o same --check
check "lint as text" malloc "" "$slotc" lint warned.slots
check "lint as json" malloc "" "$slotc" lint --format json warned.slots
for format in text json folded html; do
    check "trace as $format" malloc "" \
        "$slotc" trace new.trace --compare old.trace --format "$format" --include "a*"
done
"$slotc" lock base.slots -o older.lock || exit 2
mkdir locks
sed 's/u64/u32/' base.slots >older.slots
for format in text json markdown; do
    check "diff as $format" malloc "" "$slotc" diff older.slots base.slots --format "$format"
done
check "diff with a lock" malloc "" "$slotc" diff older.lock child.slots
for call in malloc write open rename close write-interrupted write-short; do
    echo "{}" >locks/slots.lock
    check "lock" "$call" locks "$slotc" lock base.slots child.slots -o locks/slots.lock
done
check "trace as dhat" malloc "" "$slotc" trace new.trace --format dhat

# full NAME COMMAND...: standard output is a full disk.
full() {
    name=$1
    shift
    "$@" >/dev/full 2>"$work/log"
    if [ $? -eq 2 ] && grep -q 'cannot write to standard output' "$work/log"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name on a full disk"
        cat "$work/log"
    fi
}

if [ -c /dev/full ]; then
    full "model" "$slotc" model child.slots
    full "layout as text" "$slotc" layout child.slots
    full "layout as json" "$slotc" layout --format json child.slots
    full "fmt of standard input" sh -c "exec \"$slotc\" fmt - <child.slots"
    full "fmt --check" "$slotc" fmt --check child.slots
    full "fmt --diff" "$slotc" fmt --diff child.slots
    full "gen --stdout" "$slotc" gen child.slots --stdout
    full "gen --check" "$slotc" gen base.slots child.slots -o old --check
    full "lint as text" "$slotc" lint warned.slots
    full "lint as json" "$slotc" lint --format json warned.slots
    full "diff as text" "$slotc" diff older.slots base.slots
    full "diff as json" "$slotc" diff older.slots base.slots --format json
    full "kinds of changes" "$slotc" diff --kinds
    full "lock" "$slotc" lock base.slots -o -
    full "trace" "$slotc" trace new.trace
    full "help" "$slotc" --help
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
