#!/bin/sh
# Runs a command again and again, each time with another call of it failing, and checks that
# it ends with status 2, a message, and its output as it was.
#
#   run.sh -l LIBRARY -c CALL [-d FOLDER] [-n MOST] COMMAND...
#
# LIBRARY is built from fail.c, which lists the CALLs. FOLDER is where the command writes: it
# is put back before each run, and may only change in a run that succeeds, then as without a
# failure. Past MOST calls (200), evenly spread ones fail. Not for sanitizer builds: they
# bring an allocator of their own.
set -u

usage() {
    echo "usage: run.sh -l LIBRARY -c CALL [-d FOLDER] [-n MOST] COMMAND..." >&2
    exit 2
}

library= call= folder= most=200
while getopts l:c:d:n: option; do
    case $option in
    l) library=$(cd "$(dirname "$OPTARG")" && pwd)/$(basename "$OPTARG") ;;
    c) call=$OPTARG ;;
    d) folder=$OPTARG ;;
    n) most=$OPTARG ;;
    *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] && [ -f "$library" ] && [ -n "$call" ] || usage
[ -z "$folder" ] || [ -d "$folder" ] || usage

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

restore() {
    if [ -n "$folder" ]; then
        rm -rf "$folder"
        cp -Rp "$work/before" "$folder"
    fi
}

# run AT COMMAND...: the status, with what was said in $work/out and $work/err.
run() {
    at=$1
    shift
    timeout 60 env LD_PRELOAD="$library" SLOTC_FAIL_CALL="$call" SLOTC_FAIL_AT="$at" \
        SLOTC_FAIL_COUNT="$work/count" "$@" >"$work/out" 2>"$work/err" </dev/null
}

problems=0
problem() {
    echo "$call $at of $count: $1"
    sed 's/^/    /' "$work/err" | head -n 5
    problems=$((problems + 1))
}

# same NAME: whether the folder is what it was then.
same() {
    [ -z "$folder" ] || diff -r "$work/$1" "$folder" >"$work/diff" 2>&1
}

check_refused() {
    refused=$((refused + 1))
    [ -s "$work/err" ] || problem "no message"
    # Renaming several files cannot be undone, but has to be told.
    if ! same before && ! grep -q "already replaced" "$work/err"; then
        problem "the output changed: $(head -n 1 "$work/diff")"
    fi
}

check_succeeded() {
    harmless=$((harmless + 1))
    echo "$call $at of $count: did not matter"
    same after || problem "status 0, but the output is wrong: $(head -n 1 "$work/diff")"
    cmp -s "$work/out" "$work/out.after" || problem "status 0, but standard output is wrong"
}

[ -z "$folder" ] || cp -Rp "$folder" "$work/before"
run 0 "$@"
status=$?
if [ "$status" -ne 0 ]; then
    echo "run.sh: status $status without any failure" >&2
    cat "$work/err" >&2
    exit 2
fi
count=$(cat "$work/count")
cp "$work/out" "$work/out.after"
[ -z "$folder" ] || cp -Rp "$folder" "$work/after"

stride=$(((count + most - 1) / most))
[ "$stride" -gt 0 ] || stride=1
at=1 refused=0 harmless=0
while [ "$at" -le "$count" ]; do
    restore
    run "$at" "$@"
    status=$?
    case $status in
    0) check_succeeded ;;
    2) check_refused ;;
    124) problem "it hangs" ;;
    *) problem "status $status" ;;
    esac
    if [ -n "$folder" ] && [ -n "$(find "$folder" -name '.slotc-*')" ]; then
        problem "temporary files stayed"
    fi
    at=$((at + stride))
done
restore
echo "$call: $count calls, $refused refused, $harmless did not matter, $problems problems"
[ "$problems" -eq 0 ]
