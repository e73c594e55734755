#!/bin/sh
# Installs slotc, uninstalls it, or lists what is installed.
#
#   sh install/install.sh install|uninstall|list
#
# It goes to $DESTDIR$PREFIX; PREFIX is /usr/local where it is not set. What is installed finds its
# parts relative to itself, so that the tree can be moved later. share/slotc/installed names what
# was written and which folders were made; to uninstall is to remove just that.
set -eu
umask 022
cd "$(dirname "$0")/.."
tab=$(printf '\t')

# into MODE FOLDER FILE...: those that are there, into that folder below the prefix. A row is the
# mode, the file, and its path below the prefix. What ends in .in loses that, and has its version
# put in.
into() {
    mode=$1 folder=$2
    shift 2
    for file in "$@"; do
        name=${file##*/}
        [ ! -f "$file" ] || printf '%s\t%s\t%s\n' "$mode" "$file" "$folder/${name%.in}"
    done
}

# below FOLDER TOP: all that is in the folder TOP, with its path there, but for what was made there.
below() {
    [ -d "$2" ] || return 0
    find "$2" \( -path "$2/build" -o -path "$2/build-*" -o -name node_modules \) -prune \
        -o -type f -print | LC_ALL=C sort | while IFS= read -r file; do
        folder=$1/${file#"$2"/}
        into 644 "${folder%/*}" "$file"
    done
}

# What is installed: the one list.
rows() {
    into 755 bin build/slotc
    into 644 share/man/man1 docs/man/*.1
    into 644 share/man/man5 docs/man/*.5
    into 644 share/bash-completion/completions install/completions/slotc.bash
    into 644 share/zsh/site-functions install/completions/_slotc
    into 644 share/fish/vendor_completions.d install/completions/slotc.fish
    into 644 share/pkgconfig install/slotc.pc.in
    into 644 share/cmake/slotc install/*.cmake install/*.cmake.in
    into 644 share/slotc install/slotc.mk install/slotc.ninja templates/slots_gdb.py
    below share/vim/vimfiles editors/vim
    into 644 share/emacs/site-lisp editors/emacs/*.el
    below share/slotc/vscode editors/vscode
    into 644 share/doc/slotc LICENSE CHANGELOG.md
    for example in examples/build-*; do
        below "share/doc/slotc/$example" "$example"
    done
}

# bash looks for completions by the name of the command alone.
list() {
    rows | sed 's|/completions/slotc\.bash$|/completions/slotc|'
}

fail() {
    echo "install.sh: $*" >&2
    exit 2
}

# Where it goes, as an absolute path without a slash at its end, or parts that are a dot.
find_root() {
    prefix=${PREFIX:-/usr/local}
    case $prefix in
    /*) ;;
    *) fail "PREFIX is an absolute path, not \`$prefix\`; a folder to put it below is DESTDIR" ;;
    esac
    root=${DESTDIR:-}$prefix
    case $root in
    /*) ;;
    *) root=$PWD/$root ;;
    esac
    root=$(printf '%s/\n' "$root" | sed -e ':again' -e 's|/\./|/|g' -e 't again' -e 's|//*|/|g')
    root=${root%/}
    manifest=$root/share/slotc/installed
}

# make_folder PATH: with all above it; writes down those that were not there.
make_folder() {
    if [ -d "$1/" ]; then
        return
    fi
    make_folder "${1%/*}"
    if ! mkdir "$1" 2>"$work/words"; then
        # Another may have just made it, whose folder it is then.
        [ -d "$1/" ] || fail "$(cat "$work/words")"
        return 0
    fi
    case $1/ in
    "$root/") echo "folder ." ;;
    "$root"/*) echo "folder ${1#"$root"/}" ;;
    *) echo "above $1" ;;
    esac >>"$work/folders"
}

# place MODE FOLDER FILE...: new files, for the old ones may be running.
place() {
    placed_mode=$1 placed_folder=$2
    shift 2
    [ $# -eq 0 ] || install -m "$placed_mode" "$@" "$root/$placed_folder/"
}

# All that is listed, a folder at a time. What gets another name may have its version put in.
place_all() {
    set -- 755 .
    mkdir "$work/named"
    while IFS=$tab read -r mode file path; do
        name=${path##*/}
        if [ "$name" != "${file##*/}" ]; then
            sed "s/@VERSION@/$version/g" "$file" >"$work/named/$name"
            file=$work/named/$name
        fi
        if [ "$1/$2" != "$mode/${path%/*}" ]; then
            place "$@"
            set -- "$mode" "${path%/*}"
        fi
        set -- "$@" "$file"
    done <"$work/list"
    place "$@"
}

# What is written down of an older installation. No path in it may lead out of the prefix.
read_manifest() {
    cp "$manifest" "$work/old"
    if sed -n -e 's/^file //p' -e 's/^folder //p' "$work/old" |
        grep -E '^/|(^|/)\.\.(/|$)' >"$work/outside"; then
        fail "\`$manifest\` is damaged: it names \`$(head -n 1 "$work/outside")\`"
    fi
}

# remove_files LIST: paths below the prefix.
remove_files() {
    (cd "$root" && tr '\n' '\0' <"$1" | xargs -0 rm -f --)
}

# remove_folders LIST: rows of a manifest; those that are empty, deeper ones first.
remove_folders() {
    sed -n 's/^folder //p' "$1" | grep -vxF . | LC_ALL=C sort -r | tr '\n' '\0' |
        (cd "$root" && xargs -0 rmdir -- 2>/dev/null) || :
    if grep -qxF 'folder .' "$1"; then
        rmdir "$root" 2>/dev/null || :
    fi
    # Where the tree was moved, these are not above it.
    sed -n 's/^above //p' "$1" | LC_ALL=C sort -r | while IFS= read -r path; do
        case $root in
        "$path"/*) rmdir "$path" 2>/dev/null || : ;;
        esac
    done
}

# What an older slotc wrote and this one does not.
remove_old() {
    sed -n 's/^file //p' "$work/old" | LC_ALL=C sort >"$work/old_files"
    sed -n 's/^file //p' "$work/new" | LC_ALL=C sort >"$work/new_files"
    LC_ALL=C comm -23 "$work/old_files" "$work/new_files" >"$work/gone"
    remove_files "$work/gone"
}

install_all() {
    [ -x build/slotc ] || fail "there is no \`build/slotc\`: run ninja first"
    version=$(sed -n 's/^#define SLOTC_VERSION "\(.*\)"$/\1/p' generator/version.h)
    list >"$work/list"
    : >"$work/old"
    : >"$work/folders"
    if [ -f "$manifest" ]; then
        read_manifest
        grep -E '^(folder|above) ' "$work/old" >"$work/folders" || :
    fi
    make_folder "$root/share/slotc"
    while IFS=$tab read -r _ _ path; do
        make_folder "$root/${path%/*}"
    done <"$work/list"
    {
        cut -f 3 "$work/list" | sed 's/^/file /'
        echo "file share/slotc/installed"
        cat "$work/folders"
    } >"$work/new"
    # First, so that what is cut short can be uninstalled.
    cat "$work/old" "$work/new" >"$work/both"
    install -m 644 "$work/both" "$manifest"
    place_all
    remove_old
    install -m 644 "$work/new" "$manifest"
    remove_folders "$work/new"
    echo "installed slotc $version below $root"
}

uninstall_all() {
    [ -f "$manifest" ] || fail "there is no \`$manifest\`; give PREFIX and DESTDIR as they were"
    read_manifest
    sed -n 's/^file //p' "$work/old" | grep -vxF share/slotc/installed >"$work/files"
    remove_files "$work/files"
    rm -f "$manifest"
    remove_folders "$work/old"
    echo "uninstalled slotc below $root"
}

case ${1-} in
list) list ;;
install | uninstall)
    find_root
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 2' HUP INT TERM
    "$1"_all
    ;;
*)
    echo "usage: install.sh install|uninstall|list" >&2
    exit 2
    ;;
esac
