#!/bin/sh
# Times access by name: see by_name.c. Skipped where there is no gperf.
#
#   by_name.sh [SLOTC]
set -eu
cd "$(dirname "$0")/../.."
slotc=${1:-build/slotc}
if ! command -v gperf >/dev/null; then
    echo "get by name: skipped, as gperf is missing"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
compile="${CC:-cc} -std=c11 -D_XOPEN_SOURCE=700 -O2 -I $work -I tests/bench"

# gperf_object RECORD NAME FIRST GPERF_FLAGS...: the record's fields are the table's from FIRST on.
gperf_object() {
    record=$1 name=$2 number=$3
    shift 3
    {
        echo 'struct named;'
        echo '%%'
        sed -n "/^record $record /,/^}/s/^    \([a-z_]*\):.*/\1/p" tests/bench/by_name.slots |
            while read -r field; do
                echo "$field, &slotc_by_name_slots_fields[$number]"
                number=$((number + 1))
            done
    } >"$work/$name.gperf"
    gperf -L ANSI-C -C -t "$@" "$work/$name.gperf" >"$work/$name.inc"
    $compile -DRECORD="$record" -DGETTER="$name" -DGPERF="\"$name.inc\"" \
        -c tests/bench/by_name_gperf.c -o "$work/$name.o"
}

"$slotc" gen tests/bench/by_name.slots -o "$work" --impl "$work/slots_impl.c"
gperf_object Few gperf_few 0
gperf_object Few gperf_few_lengths 0 -l
gperf_object Many gperf_many 5
gperf_object Many gperf_many_lengths 5 -l
$compile -c "$work/slots_impl.c" -o "$work/slots_impl.o"
$compile tests/bench/by_name.c "$work"/*.o -o "$work/by_name"
"$work/by_name"
