# shellcheck shell=sh
# The checks of access by name. run.sh sources this behind checks.sh, which has `silent` and the
# like.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# A record of many fields: names with numbers in them, at their end and in the middle.
many_names() {
    awk 'BEGIN {
        print "record Many slots {"
        for (i = 0; i < 700; i++) printf "field_%03d: u8; value_%d_of_the_field: u8;\n", i, i
        print "}"
    }'
}

# Fields are found by their hash as they are one after the other, on a machine of any byte order.
names() {
    many_names >"$work/many_names.slots"
    check "slotc gen of many names" silent "$slotc" gen "$work/many_names.slots" -o "$gen"
    {
        for header in $headers many_names.slots.h; do
            echo "#include \"$header\""
        done
        sed -n 's/^SLOTS_CLASS(\([A-Za-z0-9_]*\),.*/\&\1_class,/p' "$gen"/*.slots.h |
            tr '\n' ' ' | sed 's/^/#define EACH_CLASS /'
        echo
    } >"$work/classes.h"
    for compiler in gcc clang; do
        for order in '' -DSLOTS_LITTLE_ENDIAN=0; do
            # A pair of both is enough where each of them is seen once.
            case $compiler$order in
            gcc-D*) [ -n "$full" ] || continue ;;
            clang) [ -n "$full" ] || continue ;;
            esac
            check "$compiler compiles names.c $order" silent "$compiler" -std=c11 $sanitizers \
                -Wall -Wextra -Wpedantic -Werror -DSLOTS_IMPLEMENTATION $order -I"$gen" \
                -DCLASSES="\"$work/classes.h\"" "$here/names.c" -o "$work/names"
            check "$compiler: names.c $order" prints found "$work/names"
        done
    done
    check "a literal's length is known" silent gcc -std=c11 -Wall -Werror -fsyntax-only \
        -I"$gen" "$here/literal.c"
    check "what is no literal has none" fails_with "expected" gcc -std=c11 -fsyntax-only \
        -DTEXT=text -I"$gen" "$here/literal.c"
}
