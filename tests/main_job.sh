#!/bin/sh
# Tests the first command of README.md, in a fresh clone of what is committed: it ends well, and
# each example prints what is expected of it.
#
#   sh tests/main_job.sh
#
# Its last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
# shellcheck source=tests/tally.sh
. tests/tally.sh
# shellcheck source=examples/build.sh
. examples/build.sh

# As the table of README.md has it.
first_command() {
    sed -n 's/^\(sh examples\/[a-z.]*\) .*/\1/p' README.md
}

do_main_job() {
    (cd "$work/clone" && sh -c "$(first_command)") >"$work/said" 2>&1 || {
        tail "$work/said"
        return 1
    }
}

# has_all FILE: each line of it was printed; times and addresses differ from run to run.
has_all() {
    grep -vE ' n?s$' "$1" >"$work/expected"
    grep -vxFf "$work/said" "$work/expected" || return 0
    return 1
}

check "README.md has the command" test -n "$(first_command)"
check "a clone" git clone -q . "$work/clone"
check "the main job" do_main_job
for name in $(example_names); do
    # What is read there is the example itself, which differs from machine to machine.
    [ "$name" = elf ] || check "$name: as expected" has_all "examples/$name/expected"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
