# shellcheck shell=sh
# The checks of machine code, and of what an optimiser may not do. run.sh sources this behind
# checks.sh, which has `silent` and the like.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# What tests/scalars.py makes: $work/scalars. Storages with a dict need $bodies.
scalars() {
    rows="" bodies=""
    [ -z "$full" ] || rows=full bodies=-DSLOTS_IMPLEMENTATION
    mkdir "$work/scalars"
    check "schemas of every scalar type" python3 "$top/tests/scalars.py" schemas "$work/scalars"
    check "slotc gen of every scalar type" silent "$slotc" gen "$work"/scalars/*.slots \
        -o "$work/scalars"
    check "the same by hand" silent \
        python3 "$top/tests/scalars.py" rows "$slotc" "$work/scalars" $rows
}

# The machine code of each function of an object: one line each, without addresses.
functions() {
    objdump -d --no-show-raw-insn "$1" | awk '
        /^[0-9a-f]+ <.*>:$/ { name = $2; gsub(/[<>:]/, "", name); next }
        /^ +[0-9a-f]+:/ {
            sub(/^ +[0-9a-f]+:[ \t]*/, ""); sub(/[ \t]*#.*/, ""); gsub(/[ \t]+/, " ")
            # A jump goes to a place in the function, or to another.
            if (sub(/ [0-9a-f]+ </, " <")) sub("<" name, "<")
            # What fills up to the next function is no part of one.
            if ($0 !~ /nop|^xchg %ax,%ax|^int3|^data16/) text[name] = text[name] "; " $0
        }
        END { for (name in text) print name, text[name] }' | sort
}

# Of each pair of functions, a_NAME and m_NAME, the code is the same.
same_code() {
    functions "$1" >"$work/code"
    sed -n 's/^a_//p' "$work/code" >"$work/by_accessor"
    sed -n 's/^m_//p' "$work/code" >"$work/by_member"
    pairs=$(wc -l <"$work/by_accessor")
    diff "$work/by_accessor" "$work/by_member" && [ "$pairs" -ge 500 ]
}

# Of each a_NAME: the code is that of m_NAME, n_NAME or z_NAME, or shorter than any of them. It has
# no call and no jump, so no loop.
same_init() {
    functions "$1" >"$work/code"
    awk '
        {
            name = substr($1, 3); way = substr($1, 1, 1); $1 = ""
            code[way, name] = $0; count[way, name] = gsub(/; /, "; ")
            if (way == "a") names[name]
        }
        END {
            for (name in names) {
                total++
                same = shorter = 0
                for (i = 1; i <= 3; i++) {
                    way = substr("mnz", i, 1)
                    same += code["a", name] == code[way, name]
                    shorter += count["a", name] < count[way, name]
                }
                if ((same == 0 && shorter < 3) ||
                    code["a", name] ~ /; (call|j[a-z]+|bl?|b\.[a-z]+|[ct]bn?z) /) {
                    print name; print " a" code["a", name]; print " m" code["m", name]
                    failed++
                }
            }
            exit failed > 0 || total < 100
        }' "$work/code"
}

# Of each getter of a slotted record: the code is the same where the record has a dict.
same_in_storages() {
    functions "$1" >"$work/code"
    for storage in slotted both backed; do
        sed -n "s/^${storage}_//p" "$work/code" >"$work/by_$storage"
    done
    [ "$(wc -l <"$work/by_slotted")" -eq 4 ] && diff "$work/by_slotted" "$work/by_both" &&
        diff "$work/by_slotted" "$work/by_backed"
}

# code COMPILER NAME CHECK: what NAME.c has is compiled, and compared by CHECK. Identical functions
# are not to be merged: then one would be a jump to the other.
code() {
    merge=
    [ "$1" != gcc ] || merge=-fno-ipa-icf
    check "$1 compiles $2.c" silent "$1" -std=c11 $c_warnings -O2 $merge -c \
        -I"$work/scalars" -I"$gen" "$here/$2.c" -o "$work/$2.o"
    check "$1: $2 are what one writes by hand" "$3" "$work/$2.o"
}

machine_code() {
    for compiler in gcc clang; do
        code "$compiler" accessors same_code
        code "$compiler" inits same_init
        check "$compiler compiles storages.c" silent "$compiler" -std=c11 $c_warnings -O2 $merge \
            -c -I"$gen" "$here/storages.c" -o "$work/storages.o"
        check "$compiler: a dict costs a getter nothing" same_in_storages "$work/storages.o"
    done
}

# upcast COMPILER LEVEL: what is written through one type of pointer is read through another; and
# is not, were the child's layout flattened.
upcast() {
    speak "$1"
    check "$1 $2 compiles upcasts.c" silent "$1" -x "$language" $2 -Wall -Wextra -Werror \
        $bodies -I"$work/scalars" "$here/upcasts.c" -o "$work/upcasts"
    check "$1 $2: upcasts are seen through" prints seen "$work/upcasts"
}

# tails COMPILER LEVEL: what is done to a base does nothing to a child in its tail.
tails() {
    speak "$1"
    check "$1 $2 compiles tails.c" silent "$1" -x "$language" $2 -Wall -Wextra -Werror \
        -I"$gen" "$here/tails.c" -o "$work/tails"
    check "$1 $2: children keep what is in a tail" prints kept "$work/tails"
}

flattened() {
    speak "$1"
    check "$1 $2 compiles upcasts.c, flattened" silent "$1" -x "$language" $2 -DFLATTENED \
        -I"$work/scalars" "$here/upcasts.c" -o "$work/upcasts"
    check "$1 $2: flattened records are miscompiled" fails_with miscompiled "$work/upcasts"
}

upcasts() {
    command -v clang-19 >/dev/null || skip "no clang-19"
    for level in -O2 -O3; do
        for compiler in gcc clang clang-19; do
            command -v "$compiler" >/dev/null || continue
            upcast "$compiler" "$level"
            [ -z "$full$machines" ] && [ "$level" = -O3 ] || tails "$compiler" "$level"
        done
        for compiler in g++ clang++; do
            [ -z "$full" ] && [ "$level" = -O3 ] || tails "$compiler" "$level"
            [ -z "$full" ] || upcast "$compiler" "$level"
        done
    done
    for compiler in gcc clang; do
        flattened "$compiler" -O2
    done
}
