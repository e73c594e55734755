#!/bin/sh
# Feeds random input for some time, another with each run, and ends at the first fault.
#
#   run.sh [SECONDS]
set -u
cd "$(dirname "$0")/../.." || exit 2
seconds=${1:-60}
end=$(($(date +%s) + seconds))
seed=$(date +%s)

rounds=0
while [ "$(date +%s)" -lt "$end" ]; do
    build/san/fuzz_dict 200000 "$seed" || exit 1
    build/san/fuzz_fmt 10000 "$seed" || exit 1
    seed=$((seed + 1)) rounds=$((rounds + 1))
done
echo "fuzz: $rounds rounds without a fault"
