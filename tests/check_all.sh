#!/bin/sh
# The long runs: what `ninja check-all` does after all suites.
set -eu
cd "$(dirname "$0")/.."
sh tests/fuzz/run.sh 600
sh tests/bench/run.sh
