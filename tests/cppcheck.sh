#!/bin/sh
# Runs cppcheck over the generator. It does not see templates.inc: half a minute for nothing but
# numbers. What is kept quiet: an #error is for the compiler to find; NULL is a pointer in every C
# library here; a parameter that is a function is taken for several; and
# a struct called template for a number.
set -u
cd "$(dirname "$0")/.." || exit 2
if cppcheck --quiet --error-exitcode=1 --std=c11 --platform=unix64 --inline-suppr -j 2 \
    --enable=warning,performance,portability -D_XOPEN_SOURCE=700 \
    --suppress=missingInclude --suppress=preprocessorErrorDirective \
    --suppress=varFuncNullUB --suppress=funcArgOrderDifferent \
    --suppress=CastIntegerToAddressAtReturn generator; then
    echo "1 passed, 0 failed"
else
    echo "0 passed, 1 failed"
    exit 1
fi
