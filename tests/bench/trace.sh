#!/bin/sh
# Times the tracer: see trace.c. Both programs run in turns, and of each row the best counts.
#
#   trace.sh [SLOTC]
set -eu
cd "$(dirname "$0")/../.."
slotc=${1:-build/slotc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

"$slotc" gen tests/bench/pool.slots -o "$work" --with pool --impl "$work/bodies.c"
for way in -DSLOTS_TRACE -USLOTS_TRACE; do
    "${CC:-cc}" -std=c11 -D_GNU_SOURCE -O2 "$way" -I "$work" tests/bench/trace.c "$work/bodies.c" \
        -o "$work/trace$way"
done
for _ in 1 2 3 4 5; do
    "$work/trace-USLOTS_TRACE"
    "$work/trace-DSLOTS_TRACE"
done >"$work/rows"
awk '
    !($1 in best) || $2 < best[$1] { best[$1] = $2 }
    function say(what, name) {
        printf "tracer, %s: %.1f ns to make and free a record; ", what, best[name "-without"]
        printf "built in but off %.2f times that, on %.2f times\n",
            best[name "-off"] / best[name "-without"], best[name "-on"] / best[name "-without"]
    }
    END { say("heap", "heap"); say("pool", "pool") }' "$work/rows"
