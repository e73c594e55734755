#!/bin/sh
# Installs the Debian packages that are missing.
#
#   sh tests/setup.sh build    what building slotc and the examples needs
#   sh tests/setup.sh test     that, and what the tests need
#   sh tests/setup.sh check-all
#                              that, and what only `ninja check-all` installs: compilers for other
#                              machines, what runs their programs, and clang 19; some 2 GiB
#   sh tests/setup.sh bench    what building needs, and what the times are compared with
#
# Where all is there it does nothing and needs no rights. It installs as root, or through sudo
# where that asks for no password; otherwise it lists what is missing and ends with status 2.
#
# A row: for whom, how its presence is told (a command, a header, a library that pkg-config
# knows, a module of some Python, what clang or gcc link with, a compiler that links a program by
# itself, a machine that is emulated, or a library that can be loaded), the package.
set -u

rows='
build command cc gcc
build command gcc gcc
build header stdio.h libc6-dev
build command ninja ninja-build
build command pkg-config pkg-config
build library jansson libjansson-dev
build library inih libinih-dev
build header clang-c/Index.h libclang-dev
build header xxhash.h libxxhash-dev
build command readelf binutils
test command g++ g++
test command clang clang
test links fuzzer libclang-rt-dev
test gcc-links thread gcc
test library check check
test command clang-format clang-format
test command clang-tidy clang-tidy
test command clangd clangd
test command cppcheck cppcheck
test command valgrind valgrind
test command make make
test command cmake cmake
test command meson meson
test command dpkg-shlibdeps dpkg-dev
test command gdb gdb
test command git git
test command python3 python3
test command pahole dwarves
test command xmllint libxml2-utils
test command vim vim
test command mandoc mandoc
test command zsh zsh
test command fish fish
test module jsonschema python3-jsonschema
test module yaml python3-yaml
test module numpy python3-numpy
test command dot graphviz
test command patch patch
check-all command aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
check-all compiles aarch64-linux-gnu-gcc libc6-dev-arm64-cross
check-all command arm-linux-gnueabihf-gcc gcc-arm-linux-gnueabihf
check-all compiles arm-linux-gnueabihf-gcc libc6-dev-armhf-cross
check-all command i686-linux-gnu-gcc gcc-i686-linux-gnu
check-all compiles i686-linux-gnu-gcc libc6-dev-i386-cross
check-all command s390x-linux-gnu-gcc gcc-s390x-linux-gnu
check-all compiles s390x-linux-gnu-gcc libc6-dev-s390x-cross
check-all command riscv64-linux-gnu-gcc gcc-riscv64-linux-gnu
check-all compiles riscv64-linux-gnu-gcc libc6-dev-riscv64-cross
check-all compiles x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64-win32
check-all emulates s390x qemu-user
check-all command wine wine
check-all command abidiff abigail-tools
check-all command clang-19 clang-19
check-all command emacs emacs-nox
check-all command node nodejs
check-all command npm npm
check-all loads libclang-19.so.1 libclang1-19
bench library glib-2.0 libglib2.0-dev
bench header uthash.h uthash-dev
bench command gperf gperf
bench command python3 python3
'

# present KIND NAME
present() {
    case $1 in
    command) command -v "$2" ;;
    header) has_header "$2" ;;
    library) pkg-config --exists "$2" ;;
    module) python3 -c "import $2" || /usr/bin/python3 -c "import $2" ;;
    links) clang -fsanitize="$2" -x c -c -o /dev/null /dev/null && clang_has_runtime ;;
    gcc-links) echo 'int main(void) { return 0; }' | gcc -fsanitize="$2" -x c -o /dev/null - ;;
    compiles) links_by_itself "$2" ;;
    emulates) command -v "qemu-$2" || command -v "qemu-$2-static" ;;
    loads) python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$2" ;;
    esac >/dev/null 2>&1
}

# The headers of libclang may lie where the compiler does not look by itself. Asked each time, since
# the installation may just have brought them.
has_header() {
    flags=$(sh "$(dirname "$0")/../generator/clang_include.sh")
    # shellcheck disable=SC2086 # a flag and its folder
    echo "#include <$1>" | cc $flags -E -
}

clang_has_runtime() {
    [ -n "$(find "$(clang -print-resource-dir)/lib/" -name 'libclang_rt.asan*' 2>/dev/null)" ]
}

# Not all linkers write to /dev/null.
links_by_itself() {
    program=$(mktemp) || exit 2
    echo 'int main(void) { return 0; }' | "$1" -static -x c -o "$program" -
    links=$?
    rm -f "$program"
    return "$links"
}

# missing WHOM: the packages, each once.
missing() {
    case $1 in
    check-all) groups='build test check-all' ;;
    *) groups="build $1" ;;
    esac
    echo "$rows" | while read -r whom kind name package; do
        case " $groups " in
        *" $whom "*) ;;
        *) continue ;;
        esac
        present "$kind" "$name" || echo "$package"
    done | sort -u | tr '\n' ' '
}

case ${1-} in
build | test | check-all | bench) ;;
*)
    echo "usage: setup.sh build|test|check-all|bench" >&2
    exit 2
    ;;
esac
packages=$(missing "$1")
[ -n "$packages" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo -n"
fi
if ! command -v apt-get >/dev/null || { [ -n "$as_root" ] && ! sudo -n true 2>/dev/null; }; then
    {
        echo "These Debian packages, or what they hold, are missing: $packages"
        echo "They cannot be installed from here; as root, on Debian: apt-get install $packages"
    } >&2
    exit 2
fi

echo "installing: $packages"
# shellcheck disable=SC2086 # both are lists of words
{
    $as_root apt-get -q update &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
            --no-install-recommends $packages
} >&2 </dev/null || exit 2

packages=$(missing "$1")
if [ -n "$packages" ]; then
    echo "still missing after the installation: $packages" >&2
    exit 2
fi
