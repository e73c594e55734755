#!/bin/sh
# Times records and large objects beside hash tables of others and CPython: see peers.c, peers.py
# and large.c. All C is compiled with the same flags. What is not there is left out.
#
#   peers.sh [SLOTC]
set -eu
cd "$(dirname "$0")/../.."
slotc=${1:-build/slotc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
cc=${CC:-cc}

# without WHAT PACKAGE
without() {
    echo "skip $1: Debian's $2 brings it; sh tests/setup.sh bench installs it"
}

flags='' libraries=''
if pkg-config --exists glib-2.0; then
    flags="-DHAVE_GLIB $(pkg-config --cflags glib-2.0)"
    libraries=$(pkg-config --libs glib-2.0)
else
    without "GLib's GHashTable" libglib2.0-dev
fi
if echo '#include <uthash.h>' | "$cc" -E - >"$work/log" 2>&1; then
    flags="$flags -DHAVE_UTHASH"
else
    without uthash uthash-dev
fi

"$slotc" gen tests/bench/dict.slots -o "$work"
for program in peers large; do
    # shellcheck disable=SC2086 # lists of flags
    "$cc" -std=c11 -D_GNU_SOURCE -O2 -DSLOTS_IMPLEMENTATION $flags -I "$work" \
        "tests/bench/$program.c" -o "$work/$program" $libraries
done

"$work/peers" >"$work/rows"
if command -v python3 >/dev/null; then
    python3 tests/bench/peers.py >>"$work/rows"
else
    without CPython python3
fi
awk -f tests/bench/peers.awk "$work/rows"
"$work/large"
