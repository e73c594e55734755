#!/bin/sh
# Makes a Debian package of what is installed: build/slotc_VERSION_ARCHITECTURE.deb.
#
#   sh install/package.sh
#
# Its maintainer is $DEBFULLNAME <$DEBEMAIL>, as with Debian's own tools. It depends on nothing but
# the version's date, or $SOURCE_DATE_EPOCH, so that the same files make the same package.
set -eu
umask 022
cd "$(dirname "$0")/.."

# constant NAME: of version.h.
constant() {
    sed -n "s/^#define SLOTC_$1 \"\(.*\)\"\$/\1/p" generator/version.h
}

# fill FILE: its text with what stands for the words in @.
fill() {
    sed -e "s/@VERSION@/$version/g" -e "s/@ARCHITECTURE@/$architecture/g" \
        -e "s/@DEPENDS@/$depends/g" -e "s/@SIZE@/$size/g" -e "s/@DATE@/$date/g" \
        -e "s/@MAINTAINER@/$maintainer/g" "$1"
}

version=$(constant VERSION)
architecture=$(dpkg --print-architecture)
maintainer="${DEBFULLNAME:-The slotc authors} <${DEBEMAIL:-slotc@localhost.localdomain}>"
# As sed needs it, which puts it in.
maintainer=$(printf '%s\n' "$maintainer" | sed 's|[\\/&]|\\&|g')
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u -d "$(constant DATE)" +%s)}
export SOURCE_DATE_EPOCH
date=$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
package=build/slotc_$version-1_$architecture.deb

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
root=$work/root
DESTDIR=$root PREFIX=/usr sh install/install.sh install >"$work/installed"

# What dpkg keeps itself, and what Debian has in another place.
rm "$root/usr/share/slotc/installed" "$root/usr/share/doc/slotc/LICENSE"
if [ -d "$root/usr/share/zsh/site-functions" ]; then
    mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
fi
strip --remove-section=.comment --remove-section=.note "$root/usr/bin/slotc"
for folder in "$root"/usr/share/man/man*; do
    [ ! -d "$folder" ] || gzip -9n "$folder"/*
done
mv "$root/usr/share/doc/slotc/CHANGELOG.md" "$root/usr/share/doc/slotc/changelog"

# What the program is linked with. libclang is loaded where it is there.
mkdir "$work/debian"
printf 'Source: slotc\n\nPackage: slotc\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O root/usr/bin/slotc 2>"$work/words" |
    sed -n 's/^shlibs:Depends=//p')
if [ -z "$depends" ]; then
    cat "$work/words" >&2
    exit 2
fi

size=$(du -k -s --apparent-size "$root" | cut -f 1)
{
    cat install/debian/copyright
    sed -n '5,$s/^/ /p' LICENSE | sed 's/^ $/ ./'
} >"$root/usr/share/doc/slotc/copyright"
fill install/debian/changelog.in >"$root/usr/share/doc/slotc/changelog.Debian"
gzip -9n "$root/usr/share/doc/slotc/changelog" "$root/usr/share/doc/slotc/changelog.Debian"
mkdir "$root/DEBIAN"
fill install/debian/control.in >"$root/DEBIAN/control"
(cd "$root" && find usr -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 md5sum) >"$work/sums"
mv "$work/sums" "$root/DEBIAN/md5sums"
chmod 644 "$root/DEBIAN"/*

mkdir -p build
dpkg-deb --root-owner-group -Zxz --build "$root" "$work/package.deb" >"$work/words"
mv "$work/package.deb" "$package"
echo "$package"
