#!/bin/sh
# Installs the Debian packages that are missing.
#
#   sh tests/setup.sh build    what building slotc and the examples needs
#   sh tests/setup.sh test     that, and what the tests need
#   sh tests/setup.sh bench    what building needs, and what the times are compared with
#
# Where all is there it does nothing and needs no rights. It installs as root, or through sudo
# where that asks for no password; otherwise it lists what is missing and ends with status 2.
#
# A row: for whom, how its presence is told (a command, a header, a library that pkg-config
# knows, a module of some Python, or what clang or gcc link with), the package.
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
test command cppcheck cppcheck
test command valgrind valgrind
test command make make
test command gdb gdb
test command python3 python3
test command pahole dwarves
test command xmllint libxml2-utils
test command vim vim
test module jsonschema python3-jsonschema
bench library glib-2.0 libglib2.0-dev
bench header uthash.h uthash-dev
bench command gperf gperf
bench command python3 python3
'

# Where libclang's headers are, if not where the compiler looks by itself.
flags=$(sh "$(dirname "$0")/../generator/clang_include.sh")

# present KIND NAME
present() {
    # shellcheck disable=SC2086 # a flag and its folder
    case $1 in
    command) command -v "$2" ;;
    header) echo "#include <$2>" | cc $flags -E - ;;
    library) pkg-config --exists "$2" ;;
    module) python3 -c "import $2" || /usr/bin/python3 -c "import $2" ;;
    links) clang -fsanitize="$2" -x c -c -o /dev/null /dev/null && clang_has_runtime ;;
    gcc-links) echo 'int main(void) { return 0; }' | gcc -fsanitize="$2" -x c -o /dev/null - ;;
    esac >/dev/null 2>&1
}

clang_has_runtime() {
    [ -n "$(find "$(clang -print-resource-dir)/lib/" -name 'libclang_rt.asan*' 2>/dev/null)" ]
}

# missing WHOM: the packages, each once.
missing() {
    echo "$rows" | while read -r whom kind name package; do
        [ "$whom" = build ] || [ "$whom" = "$1" ] || continue
        present "$kind" "$name" || echo "$package"
    done | sort -u | tr '\n' ' '
}

case ${1-} in
build | test | bench) ;;
*)
    echo "usage: setup.sh build|test|bench" >&2
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
