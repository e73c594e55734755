#!/bin/sh
# A compiler that lints first: takes what gcc takes, gives a file of generator/ to clang-tidy, and
# compiles with clang only what has no findings. So no object is written for a file that has some,
# and ninja comes back to it.
#
# The static analyzer takes ten times as long as all other checks: analyze.sh runs it, for
# `ninja check-all`.
set -u
source='' output='' depfile='' previous=''
for argument; do
    case $argument in
    generator/*.c) source=$argument ;;
    esac
    case $previous in
    -o) output=$argument ;;
    -MF) depfile=$argument ;;
    esac
    previous=$argument
done

if [ -n "$source" ]; then
    # On standard error clang-tidy counts what it keeps quiet about.
    said=$(clang-tidy --quiet --checks='-clang-analyzer-*' "$source" -- "$@" 2>&1) || {
        echo "$said"
        exit 1
    }
fi
clang "$@" || exit 1

# New settings lint all again.
[ -z "$depfile" ] || echo "$output: .clang-tidy" >>"$depfile"
