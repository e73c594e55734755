#!/bin/sh
# Runs the unit tests: programs of the Check library, one for each tests/unit/test_*.c.
#
#   run.sh FOLDER [COMMAND...]    FOLDER has the programs; COMMAND stands before each
set -u
folder=$1
shift
here=$(dirname "$0")
passed=0 failed=0 skipped=0
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
trap 'exit 2' HUP INT TERM

for source in "$here"/test_*.c; do
    program=$folder/$(basename "$source" .c)
    "$@" "$program" >"$log" 2>&1
    status=$?

    # "100%: Checks: 12, Failures: 0, Errors: 0"
    counts=$(grep -E '^[0-9]+%: Checks: ' "$log" | tail -n 1 | tr -c '0-9\n' ' ')
    read -r _ checks failures errors <<EOF
${counts:-0 1 0 1}
EOF
    bad=$((failures + errors))
    # Leaks, for one, are only found after the last test.
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    if [ "$bad" -gt 0 ]; then
        echo "== $program: status $status"
        cat "$log"
    fi
    failed=$((failed + bad))
    passed=$((passed + (checks > bad ? checks - bad : 0)))
    # A line stands for all tests that are left out for one reason.
    skipped=$((skipped + $(grep -c 'skipped' "$log")))
    grep 'skipped' "$log" | sed 's/^/skip /'
done

line="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$failed" -eq 0 ]
