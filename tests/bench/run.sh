#!/bin/sh
# Times slotc on schemas of 1, 100 and 1,000 records with 8 fields each, beside what the machine
# needs for a program that does nothing; lint, in processor time; fmt, beside clang-format; lsp,
# beside clangd; verify, beside libclang alone; what the headers cost a compiler; pools; access by
# name; the tracer; and the dict, by itself and beside its peers, which `sh tests/setup.sh bench`
# installs.
#
#   run.sh [SLOTC]
set -u
cd "$(dirname "$0")/../.." || exit 2
slotc=${1:-build/slotc}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# median TIMES COMMAND...: milliseconds
median() {
    times=$1
    shift
    for _ in $(seq "$times"); do
        rm -rf "$work/out"
        start=$(date +%s%N)
        "$@" >/dev/null || exit 1
        echo $(($(date +%s%N) - start))
    done | sort -n | awk '{ row[NR] = $1 } END { printf "%.1f", row[int((NR + 1) / 2)] / 1e6 }'
}

echo "a program that does nothing: $(median 21 env true) ms"
for count in 1 100 1000; do
    awk -v count="$count" -f tests/bench/rows.awk >"$work/rows.slots"
    echo "lint of $count records: $(median 21 "$slotc" lint "$work/rows.slots") ms"
    sed 's/ slots {/ slots { more: u64?;/' "$work/rows.slots" >"$work/more.slots"
    echo "diff of $count records, all of which change: $(median 21 "$slotc" diff \
        "$work/rows.slots" "$work/more.slots") ms"
    echo "gen of $count records: $(median 21 "$slotc" gen "$work/rows.slots" -o "$work/out") ms"
done
sh tests/bench/lint.sh "$slotc"
python3 tests/bench/fmt.py "$slotc"
python3 tests/bench/lsp.py "$slotc"
sh tests/bench/verify.sh "$slotc"
python3 tests/bench/include_cost.py "$slotc"
sh tests/bench/pool.sh "$slotc"
sh tests/bench/trace.sh "$slotc"
sh tests/bench/by_name.sh "$slotc"
sh tests/bench/dict.sh "$slotc"
sh tests/bench/peers.sh "$slotc"
