# shellcheck shell=sh
# The checks of machines of any kind, with and without an operating system. run.sh sources this
# behind checks.sh, which has `silent` and the like.
# shellcheck disable=SC2154,SC2086 # set there; lists of flags and of names without blanks

# The folder of the compiler's own headers.
own_headers() {
    case $1 in
    clang*) echo "$("$1" -print-resource-dir)/include" ;;
    *) "$1" -print-file-name=include ;;
    esac
}

# Headers whose records have neither str nor dict need nothing but the compiler.
freestanding() {
    for compiler in gcc clang g++ clang++; do
        own=$(own_headers "$compiler")
        alone="-ffreestanding -nostdinc -isystem $own"
        speak "$compiler"
        for level in -O0 -O2; do
            check "$compiler $level, freestanding" silent "$compiler" -x "$language" $alone \
                $flags $level -c -I"$gen" "$here/free.c" -o "$work/free.o"
            check "$compiler $level, nothing but what a compiler calls" needs_nothing
            check "$compiler $level, freestanding by our macro" silent "$compiler" -x "$language" \
                $alone $flags $level -DSLOTS_FREESTANDING -c -I"$gen" "$here/free.c" \
                -o "$work/free.o"
            check "$compiler $level, light functions are inline there" needs_nothing
        done
        for header in elf64 particles scalars; do
            printf '#include "%s.slots.h"\n' $header >"$work/free.c"
            check "$compiler $header, freestanding" silent "$compiler" -x "$language" $alone \
                $flags -fsyntax-only -I"$gen" -I"$work/scalars" "$work/free.c"
        done
    done
}

needs_nothing() {
    nm -u "$work/free.o" >"$work/undefined" || return 1
    grep -vE ' (memset|memcpy|memmove)$' "$work/undefined" >"$work/more" || [ $? -eq 1 ]
    cat "$work/more"
    [ ! -s "$work/more" ]
}

# Layouts hold on other machines: both pointer widths, both byte orders, both ways to lay out an
# 8-byte number where pointers have four. Others are refused with a reason.
targets() {
    printf '#include "%s"\n' "$work/all.c" scalars.slots.h >"$work/targets.c"
    for width in -m32 -mx32; do
        check "gcc $width" silent gcc $width -ffreestanding -std=c11 $c_warnings \
            -fsyntax-only -I"$gen" -I"$work/scalars" "$work/targets.c"
    done
    for target in i386-linux-gnu i686-windows-msvc x86_64-windows-msvc x86_64-windows-gnu \
        aarch64-linux-gnu aarch64_be-linux-gnu arm64-apple-macos armv7-none-eabi \
        armeb-none-eabi powerpc-none-eabi powerpc64-linux-gnu powerpc64le-linux-gnu \
        mips-none-elf mipsel-none-elf mips64-linux-gnu riscv32-none-elf riscv64-linux-gnu \
        sparc-none-elf s390x-linux-gnu wasm32-none wasm64-none m68k-none-elf hexagon-none-elf; do
        target_flags="--target=$target -ffreestanding -std=c11"
        echo 'int x;' >"$work/probe.c"
        if ! clang $target_flags -fsyntax-only "$work/probe.c" 2>"$work/words"; then
            skip "clang has no target $target"
            continue
        fi
        check "clang $target" silent clang $target_flags $c_warnings -fsyntax-only -I"$gen" \
            -I"$work/scalars" -nostdinc -isystem "$(own_headers clang)" "$work/targets.c"
    done
    printf '#include "scalars.slots.h"\n' >"$work/free.c"
    for target in avr-none msp430-none-elf; do
        check "clang $target is refused" fails_with "32-bit and 64-bit pointers only" \
            clang --target=$target -ffreestanding -fsyntax-only -I"$work/scalars" "$work/free.c"
    done
}

# hosted COMMAND-TO-RUN COMPILER...: programs that say of themselves what is right, on a machine.
hosted() {
    run=$1
    shift
    for program in fields:'as set' use:used nasty:'as declared' types:'as declared'; do
        name=${program%%:*}
        check "$* compiles $name.c" silent "$@" -std=c11 -DSLOTS_IMPLEMENTATION -I"$gen" \
            -I"$work/scalars" "$here/$name.c" -o "$work/$name"
        check "$*: $name.c" prints "${program#*:}" $run "$work/$name"
    done
}

# seen_through COMMAND-TO-RUN COMPILER...
seen_through() {
    run=$1
    shift
    for level in -O2 ${machines:+-O3}; do
        check "$* $level compiles upcasts.c" silent "$@" $level $bodies -I"$work/scalars" \
            "$here/upcasts.c" -o "$work/upcasts"
        check "$* $level: upcasts.c" prints seen $run "$work/upcasts"
    done
}

# can_run COMMAND-TO-RUN COMPILER...
can_run() {
    run=$1
    shift
    printf '#include <stdlib.h>\nint main(void) { return 0; }\n' >"$work/probe.c"
    "$@" "$work/probe.c" -o "$work/probe" 2>"$work/words" && $run "$work/probe" 2>"$work/words"
}

# With 32-bit pointers, where this machine can.
narrow_programs() {
    if can_run "" gcc -m32; then
        hosted "" gcc -m32
        [ -z "$full" ] || seen_through "" gcc -m32
    else
        skip "no programs with 32-bit pointers can be made here"
    fi
}

# emulator MACHINE: the command that runs its programs. Wine gets a folder of its own, and no
# wish to install more into it.
emulator() {
    case $1 in
    wine)
        command -v wine >/dev/null && echo "env WINEPREFIX=$work/wine WINEDEBUG=-all \
            WINEDLLOVERRIDES=mscoree,mshtml= wine"
        ;;
    *) command -v "qemu-$1" || command -v "qemu-$1-static" ;;
    esac
}

# crossed TARGET MACHINE: the compilers for a machine that this one has, and their programs, where
# something runs them. Clang uses the libraries of gcc's.
crossed() {
    crossing=$1-gcc emulation=$(emulator "$2")
    alone="-nostdinc -isystem $(own_headers "$crossing")"
    # Its stddef.h wants the C library's.
    [ "$2" != wine ] || alone=
    check "$crossing, freestanding" silent "$crossing" -ffreestanding -std=c11 $alone $c_warnings \
        -fsyntax-only -I"$gen" -I"$work/scalars" "$work/targets.c"
    if ! can_run "$emulation" "$crossing" -static; then
        skip "no programs of $crossing can be run here"
        return
    fi
    hosted "$emulation" "$crossing" -static
    seen_through "$emulation" "$crossing" -static
    [ -n "$machines" ] || return 0
    for compiler in "clang --target=$1" "clang-19 --target=$1"; do
        if can_run "$emulation" $compiler -static; then
            seen_through "$emulation" $compiler -static
        else
            skip "no programs of $compiler can be made here"
        fi
    done
}

# Those that ninja check-all installs, and others that may be there; without it one that has the
# other byte order.
cross() {
    others='aarch64-linux-gnu:aarch64 arm-linux-gnueabihf:arm i686-linux-gnu:i386
        riscv64-linux-gnu:riscv64 x86_64-w64-mingw32:wine'
    for pair in s390x-linux-gnu:s390x ${machines:+$others}; do
        if command -v "${pair%%:*}-gcc" >/dev/null; then
            crossed "${pair%%:*}" "${pair#*:}"
        else
            skip "no ${pair%%:*}-gcc"
        fi
    done
    [ -n "$machines" ] || return 0
    for pair in powerpc64le-linux-gnu:ppc64le powerpc-linux-gnu:ppc mips-linux-gnu:mips \
        mips64el-linux-gnuabi64:mips64el; do
        ! command -v "${pair%%:*}-gcc" >/dev/null || crossed "${pair%%:*}" "${pair#*:}"
    done
    [ ! -d "$work/wine" ] || env WINEPREFIX="$work/wine" wineserver --kill --wait
}
