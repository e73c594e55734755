# shellcheck shell=sh
# What the suites written in sh have in common. They source it, and set $work, a folder of theirs.
# shellcheck disable=SC2034,SC2154 # what is counted is printed there; $work is set there

passed=0 failed=0 skipped=0

# check NAME COMMAND...: passed where the command succeeds; otherwise what it printed is shown.
check() {
    what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $what"
        head -n 40 "$work/log"
    fi
}

# skip WHY...: for what this machine cannot do; a program that setup.sh installs is not skipped.
skip() {
    skipped=$((skipped + 1))
    echo "skip $*"
}
