#!/bin/sh
# A compiler that lints: takes what gcc takes, gives a file of generator/ to clang-tidy, and lets
# clang look at what has no findings. The object of a file that passed is empty, since nobody runs
# it, and there is none for a file with findings, so that ninja comes back to it. What is no object
# is compiled as it is.
#
# The static analyzer takes ten times as long as all other checks: analyze.sh runs it, for
# `ninja check-all`.
set -u
source='' output='' depfile='' previous='' is_object=''
for argument; do
    case $argument in
    generator/*.c) source=$argument ;;
    -c) is_object=yes ;;
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
if [ -n "$is_object" ]; then
    clang "$@" -fsyntax-only || exit 1
    : >"$output"
else
    clang "$@" || exit 1
fi

# New settings lint all again.
[ -z "$depfile" ] || echo "$output: .clang-tidy" >>"$depfile"
