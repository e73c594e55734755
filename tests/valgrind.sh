#!/bin/sh
# Stands for slotc in a run of the cases: build/slotc under valgrind, whose complaints change what
# is printed, and the status.
here=$(dirname "$(readlink -f "$0")")
exec valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=all \
    --show-leak-kinds=all "$here/../build/slotc" "$@"
