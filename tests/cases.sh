#!/bin/sh
# Runs the cases: folders below tests/cases that hold `command` and `expected`.
#
#   sh tests/cases.sh PATH/TO/slotc [FOLDER...]
#
# `command` is run by sh in a fresh copy of its folder, with that slotc in the PATH. What it
# prints must be `expected` to the byte: standard output; `# stderr` and standard error, where
# there is any; `# exit` and the status. A FOLDER, below tests/cases or by its path, stands for
# all cases in it. A case with `needs` is skipped where that command, run in the same way, fails:
# what it prints says why. UPDATE=1 rewrites what differs: read the changes before they are
# committed.
set -u

if [ $# -eq 0 ] || [ ! -x "$1" ]; then
    echo "usage: cases.sh PATH/TO/slotc [FOLDER...]" >&2
    exit 2
fi
slotc=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
here=$(cd "$(dirname "$0")" && pwd)

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# The whole tree is copied at once: a case may look at its neighbours, but not change them.
cp -R "$here/cases" "$work/cases"
mkdir "$work/bin" "$work/tmp"
ln -s "$slotc" "$work/bin/slotc"

PATH=$work/bin:$PATH
TMPDIR=$work/tmp
LC_ALL=C
export PATH TMPDIR LC_ALL
unset NO_COLOR CLICOLOR CLICOLOR_FORCE

# below FOLDER: its path from tests/cases.
below() {
    if [ -d "$here/cases/$1" ]; then
        echo "$1"
    elif [ -d "$1" ]; then
        folder=$(cd "$1" && pwd)
        folder=${folder#"$here/cases"}
        echo ".$folder"
    else
        echo "cases.sh: no folder \`$1\`" >&2
        return 1
    fi
}

# run CASE: its outcome in $work/actual, in the form of `expected`.
run() {
    (cd "$work/cases/$1" && exec sh ./command) >"$work/actual" 2>"$work/err" </dev/null
    status=$?
    if [ -s "$work/err" ]; then
        { echo "# stderr" && cat "$work/err"; } >>"$work/actual"
    fi
    echo "# exit $status" >>"$work/actual"
}

[ $# -gt 0 ] || set -- .
folders=
for folder in "$@"; do
    folders="$folders $(below "$folder")" || exit 2
done
# shellcheck disable=SC2086 # names of cases have no spaces
cases=$(cd "$here/cases" && find $folders -name command | sort -u)

# is_possible CASE: whether this machine has what the case needs; says it where not.
is_possible() {
    [ -f "$work/cases/$1/needs" ] || return 0
    why=$(cd "$work/cases/$1" && sh ./needs 2>&1 </dev/null) && return 0
    skipped=$((skipped + 1))
    echo "skip ${1#./}: $why"
    return 1
}

passed=0 failed=0 updated=0 skipped=0
for command in $cases; do
    case=${command%/command}
    is_possible "$case" || continue
    run "$case"
    if cmp -s "$work/cases/$case/expected" "$work/actual"; then
        passed=$((passed + 1))
    elif [ "${UPDATE:-0}" != 0 ]; then
        cp "$work/actual" "$here/cases/$case/expected"
        updated=$((updated + 1))
    else
        failed=$((failed + 1))
        echo "FAILED ${case#./}"
        [ -f "$work/cases/$case/expected" ] || : >"$work/cases/$case/expected"
        diff -u "$work/cases/$case/expected" "$work/actual" | sed 1,2d
    fi
done

[ "$updated" -eq 0 ] || echo "$updated rewritten"
if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ $((passed + updated)) -gt 0 ]
