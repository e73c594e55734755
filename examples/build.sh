# What examples/run.sh and tests/examples.sh share; read with `.`, in the top folder.
#
# An example is a folder with a schema, main.c, the headers that slotc made of the schema in
# generated/, and `expected`, what the program prints. Two take another schema than NAME.slots.
# shellcheck shell=sh

example_names() {
    echo point sensor bulk readings trap point2d escape_hatch pool trace elf
}

# example_schema NAME
example_schema() {
    case $1 in
    trap) echo examples/trap/trap_written.slots ;;
    elf) echo schemas/elf64.slots ;;
    *) echo "examples/$1/$1.slots" ;;
    esac
}

# example_parts NAME: what slotc gen is asked for besides.
example_parts() {
    case $1 in
    pool) echo --with pool ;;
    esac
}

# example_compile NAME HEADERS PROGRAM COMPILER [FLAG...]
example_compile() {
    example_sources=examples/$1 example_headers=$2 example_program=$3
    shift 3
    "$@" -std=c11 -I "$example_headers" "$example_sources"/*.c -o "$example_program"
}
