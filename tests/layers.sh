#!/bin/sh
# Checks that the files of generator/ include no file of a higher layer; layers.txt has the table.
#
#   layers.sh [FOLDER]    of another tree, for the test of this test
set -u
cd "$(dirname "$0")/.." || exit 2
table=tests/layers.txt
folder=${1:-generator}
passed=0 failed=0

# layer_of NAME: its layer, or nothing. The table's patterns are for the shell, so they are read
# without looking for files that fit.
set -f
layer_of() {
    grep '^[0-9]' "$table" | while read -r layer patterns; do
        for pattern in $patterns; do
            # shellcheck disable=SC2254 # a pattern is meant
            case $1 in
            $pattern)
                echo "$layer"
                exit
                ;;
            esac
        done
    done
}

for path in $(find "$folder" -name '*.[ch]' -o -name '*.def' | sort); do
    file=${path##*/}
    layer=$(layer_of "${file%.*}")
    bad=0
    if [ -z "$layer" ]; then
        echo "$path: is in no layer of $table"
        bad=1
    fi
    # shellcheck disable=SC2013 # the names have no spaces
    for include in $(sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$path"); do
        grep -qxF "allow $file $include" "$table" && continue
        other=$(layer_of "${include%.*}")
        if [ -z "$other" ] || [ ! -f "$folder/$include" ]; then
            echo "$path: includes \"$include\", which is in no layer of $table"
            bad=1
        elif [ "$other" -gt "${layer:-9}" ]; then
            echo "$path: is in layer $layer and includes \"$include\" of layer $other"
            bad=1
        fi
    done
    if [ "$bad" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
