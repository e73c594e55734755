#!/bin/sh
# Runs all tests and checks, and installs what that needs where it is missing.
#
#   sh tests/run.sh
#
# The suites are edges of build.ninja: those of `ninja test` and `ninja check`. suite.sh says
# what a suite has to print. The last line here is the sum over all of them:
#
#   N passed, N failed[, N skipped]
#
# and the status is 0 where nothing failed.
set -u
cd "$(dirname "$0")/.." || exit 2
sh tests/setup.sh test || exit 2

jobs=$(getconf _NPROCESSORS_ONLN)
results=build/test
rm -rf "$results"
mkdir -p "$results"

ninja -k 0 -j "${jobs:-2}" test check
status=$?

# suites TARGET: the suites that it stands for.
suites() {
    ninja -t query "$1" | awk '/^  input:/ { on = 1; next } /^  [a-z]/ { on = 0 } on { print $1 }'
}

for name in $(suites test) $(suites check); do
    if [ -f "$results/$name" ]; then
        read -r passed _ failed _ skipped _ <"$results/$name"
        echo "$name $passed $failed $skipped"
    else
        echo "$name 0 1 0 did not run"
    fi
done | awk -v status="$status" '
    { passed += $2; failed += $3; skipped += $4; why = $5 == "" ? "" : "   did not run" }
    NR == 1 { printf "\n%-18s %7s %7s %7s\n", "", "passed", "failed", "skipped" }
    { printf "%-18s %7d %7d %7d%s\n", $1, $2, $3, $4, why }
    END {
        # What failed to build may be no part of a suite.
        if (failed == 0 && (status != 0 || NR == 0)) failed = 1
        printf "%d passed, %d failed", passed, failed
        if (skipped > 0) printf ", %d skipped", skipped
        print ""
        exit failed > 0
    }'
