#!/bin/sh
# Runs one suite for build.ninja: suite.sh NAME COMMAND...
#
# A suite is any command. It runs in the top folder, reads no input, keeps its files out of the
# tree (below $TMPDIR), and ends with status 0 where nothing failed. Its last line is
#
#   N passed, N failed[, N skipped]
#
# What stands above it is shown when something failed, and in any case the lines that start with
# `skip`. A suite that has no such last line, contradicts it by its status, or tests nothing counts
# as one more failure. The output stays in build/test/NAME.log, the result in build/test/NAME for
# run.sh.
set -u
name=$1
shift
log=build/test/$name.log
result=build/test/$name
limit=3600

mkdir -p build/test
rm -f "$result"
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
start=$(date +%s)
TMPDIR=$work LC_ALL=C PYTHONDONTWRITEBYTECODE=1 timeout "$limit" "$@" >"$log" 2>&1 </dev/null
status=$?
seconds=$(($(date +%s) - start))

line=$(tail -n 1 "$log" | grep -xE '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?')
read -r passed _ failed _ skipped _ <<EOF
${line:-0 passed, 0 failed}
EOF
skipped=${skipped:-0}
why=
if [ "$status" -eq 124 ]; then
    why="stopped after $limit seconds"
elif [ -z "$line" ]; then
    why="no summary, status $status"
elif [ "$failed" -eq 0 ] && [ "$status" -ne 0 ]; then
    why="nothing failed, but status $status"
elif [ "$failed" -gt 0 ] && [ "$status" -eq 0 ]; then
    why="failures, but status 0"
elif [ "$((passed + failed + skipped))" -eq 0 ]; then
    why="nothing was tested"
fi
[ -z "$why" ] || failed=$((failed + 1))
echo "$passed passed, $failed failed, $skipped skipped" >"$result"

if [ "$failed" -gt 0 ]; then
    cat "$log"
    echo "$name: $passed passed, $failed failed, $skipped skipped in $seconds s${why:+ ($why)}"
    exit 1
fi
grep '^skip' "$log" | sed "s/^/$name: /"
echo "$name: $passed passed, $skipped skipped in $seconds s"
