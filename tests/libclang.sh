#!/bin/sh
# Runs what depends on libclang with each of several versions, and verifies many random schemas.
#
#   sh tests/libclang.sh PATH/TO/slotc VERSION...
#
# A version is skipped where slotc cannot load it. The last line is `N passed, N failed`.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2
slotc=$1
shift
passed=0 failed=0 skipped=0
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT

# suite SCRIPT OPTION...: adds what it counts; what it says is shown where something failed.
suite() {
    script=$1
    shift
    python3 "$here/$script.py" "$slotc" "$@" >"$log" 2>&1
    status=$?
    read -r more _ wrong _ <<EOF
$(tail -n 1 "$log")
EOF
    case $more$wrong in
    '' | *[!0-9]*) more=0 wrong=1 ;;
    esac
    [ "$wrong" -gt 0 ] || [ "$status" -eq 0 ] || wrong=1
    echo "libclang $version, $script: $more passed, $wrong failed"
    [ "$wrong" -eq 0 ] || cat "$log"
    passed=$((passed + more)) failed=$((failed + wrong))
}

for version; do
    SLOTC_LIBCLANG=libclang-$version.so.1
    export SLOTC_LIBCLANG
    if ! "$slotc" doctor >"$log"; then
        echo "skip libclang $version: it cannot be loaded"
        skipped=$((skipped + 1))
        continue
    fi
    for script in verify_edits audit import extern; do
        suite "$script"
    done
    suite verify_random --count 5000
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
