#!/bin/sh
# Prints for each file of the generator how much of it the tests ran, and where not: the lines
# themselves are in build/cov/FILE.gcov, marked #####.
#
#   coverage.sh FOLDER    where the objects of that variant are
set -u
cd "$1" || exit 2

gcov -r -s ../.. -o . -- *.gcda 2>/dev/null | awk '
    /^File / { file = $2; gsub("\047", "", file) }
    /^Lines executed:/ && file ~ /^generator\// {
        split($2, part, ":"); share[file] = part[2]; lines[file] = $4; file = ""
    }
    END {
        for (file in share) {
            printf "%6.1f %% of %4d lines  %s\n", share[file], lines[file], file | "sort -n"
            all += lines[file]; run += share[file] * lines[file] / 100
        }
        close("sort -n")
        if (all == 0) exit 1
        printf "%6.1f %% of %4d lines  together\n", 100 * run / all, all
    }'
