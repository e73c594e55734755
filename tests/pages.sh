#!/bin/sh
# Tests what README.md and the pages of docs/ say: their files, commands and figures.
#
#   sh tests/pages.sh [PATH/TO/slotc]
#
# The blocks of a page are taken one after the other. A fenced block behind the line
# `<!-- file NAME -->` is written to NAME in a folder that is empty at first. A block fenced as
# `console` is run there, with slotc installed, in the PATH and where pkg-config and CMake look:
# each line that begins with `$ ` is a command, the lines behind it what it has to print. A block
# that is tested elsewhere stands behind the line `<!-- tested by PATH -->`; what is neither a file
# nor a command, a drawing or a grammar, is fenced as `text`. There are no other blocks. The last
# line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 2
slotc=${1:-build/slotc}
# shellcheck source=examples/build.sh
. examples/build.sh

if [ ! -x "$slotc" ]; then
    echo "pages.sh: no \`$slotc\`; run ninja first" >&2
    exit 2
fi
slotc=$(cd "$(dirname "$slotc")" && pwd)/$(basename "$slotc")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
PREFIX=$work/installed sh install/install.sh install >"$work/words" || exit 2
ln -sf "$slotc" "$work/installed/bin/slotc"
PATH=$work/installed/bin:$PATH
PKG_CONFIG_PATH=$work/installed/share/pkgconfig
CMAKE_PREFIX_PATH=$work/installed
LC_ALL=C
export PATH PKG_CONFIG_PATH CMAKE_PREFIX_PATH LC_ALL
# shellcheck source=tests/tally.sh
. tests/tally.sh

# split PAGE: each console block is $work/blocks/NUMBER, and a file to write the folder
# $work/blocks/NUMBER.d that holds it. The lines of blocks that nobody tests are in $work/untested,
# the tests that others name in $work/testers.
split() {
    rm -rf "$work/files" "$work/blocks"
    mkdir "$work/files" "$work/blocks"
    : >"$work/untested"
    : >"$work/testers"
    awk -v blocks="$work/blocks/" -v untested="$work/untested" -v testers="$work/testers" '
        /^```/ && inside { inside = 0; if (out) close(out); out = ""; next }
        /^```/ {
            inside = 1
            if (!name && !tester && !/^```(console|text)$/) print FNR ": " $0 >untested
            if (tester) print tester >testers
            tester = ""
            out = name || /^```console/ ? blocks sprintf("%02d", ++count) : ""
            if (name) {
                folder = out ".d"
                out = folder "/" name
                parent = out
                sub("/[^/]*$", "", parent)
                system("mkdir -p " parent)
            }
            name = ""
            next
        }
        inside && out { print >out }
        !inside && /^<!-- file .* -->$/ { name = $3; next }
        !inside && /^<!-- tested by .* -->$/ { tester = $4; next }
        !inside && NF { name = tester = "" }' "$1"
}

# all_is_tested PAGE: here, or by a test that names the page.
all_is_tested() {
    cat "$work/untested"
    while IFS= read -r tester; do
        grep -qF "$1" "$tester" || { echo "$tester does not name $1" && return 1; }
    done <"$work/testers"
    [ ! -s "$work/untested" ]
}

# Runs a block as it stands, and prints it as it should stand.
replay() {
    grep '^\$ ' "$1" | cut -c 3- | while IFS= read -r command; do
        echo "\$ $command"
        (cd "$work/files" && sh -c "$command" 2>&1 </dev/null)
    done
}

block_is_true() {
    replay "$1" >"$work/real"
    diff -u "$1" "$work/real"
}

# What README.md shows of the trap is the example, and so is what it prints of the program.
trap_is_the_example() {
    diff -u examples/trap/trap.slots "$work/files/trap.slots" &&
        grep -Fxf examples/trap/expected-lint README.md | diff -u examples/trap/expected-lint -
}

# has_row TEXT...: one row of a table of README.md holds all of these.
has_row() {
    grep '^|' README.md >"$work/rows"
    for text in "$@"; do
        grep -F -- "$text" "$work/rows" >"$work/fewer"
        mv "$work/fewer" "$work/rows"
    done
    [ -s "$work/rows" ] || { echo "no row with: $*" && return 1; }
}

# figure NAME TEXT: the first number of that line of an example's expected output.
figure() {
    sed -n "s/^$2[^0-9]*\([0-9.]*\).*/\1/p" "examples/$1/expected"
}

test_figures() {
    check "table: point" has_row "352 / 56" \
        "$(figure point 'Dict-based point:') / $(figure point 'Slots-based point:')"
    check "table: sensor" has_row "| 72 |" "| $(figure sensor 'SensorRecord size:') |"
    check "table: bulk" has_row "21371.6 / 17462.6" \
        "$(figure bulk 'Dict records total:') / $(figure bulk 'Slot records total:')"
    check "table: trap" has_row "360 / 48" \
        "$(figure trap 'Missing slots size:') / $(figure trap 'Proper slots size:')"
    check "table: readings" has_row "152.4 / 112.4" \
        "$(sed -n 's/^ReadingDict: .* \([0-9.]*\) MB$/\1/p' examples/readings/expected) / $(
            sed -n 's/^ReadingSlots: .* \([0-9.]*\) MB$/\1/p' examples/readings/expected)"
}

# The picture that README.md and docs/layout.md show.
picture_is_current() {
    "$slotc" layout schemas/telemetry.slots Alarm --format svg | diff -u docs/alarm.svg - &&
        grep -q 'docs/alarm.svg' README.md && grep -q 'alarm.svg' docs/layout.md
}

# Every path of the repository that README.md names is there.
paths_exist() {
    grep -oE '\b(examples|schemas|docs|tests|templates|generator)/[a-z0-9_./-]*' README.md |
        sed 's/\.$//' | sort -u >"$work/paths"
    while IFS= read -r path; do
        [ -e "$path" ] || { echo "no $path" && return 1; }
    done <"$work/paths"
}

schemas_are_laid_out() {
    find "$work/blocks" -name '*.slots' >"$work/schemas"
    [ ! -s "$work/schemas" ] || "$slotc" fmt --diff "@$work/schemas"
}

# test_blocks PAGE
test_blocks() {
    split "$1"
    check "$1: each block is a test" all_is_tested "$1"
    # That page shows what slotc fmt changes.
    [ "$1" = docs/fmt.md ] || check "$1: its schemas are laid out" schemas_are_laid_out
    for block in "$work"/blocks/*; do
        case $block in
        *.d) cp -R "$block/." "$work/files" ;;
        */\*) ;; # there are none
        *) check "$1: console block $(basename "$block")" block_is_true "$block" ;;
        esac
    done
}

for page in docs/*.md; do
    test_blocks "$page"
done
test_blocks README.md
check "trap: schema and output are the example's" trap_is_the_example
for name in $(example_names); do
    check "names the example $name" grep -q "$name" README.md
done
test_figures
check "the picture is what is drawn today" picture_is_current
check "paths exist" paths_exist

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
