#!/bin/sh
# Builds the Debian package of this version: samples/build-deb.sh [FOLDER]
#
# It depends on the libraries of the Debian that it is built on (bookworm), as dpkg-shlibdeps finds
# them in the program, on libavfilter, which the program loads when it needs it, and on no Swift.
set -eu
folder="$(cd "${1:-.}" && pwd)"
cd "$(dirname "$0")/.."

if ! command -v dpkg-shlibdeps >/dev/null 2>&1; then
    printf 'dpkg-shlibdeps is missing: apt-get install --no-install-recommends dpkg-dev\n' >&2
    exit 1
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
stage="$work/stage"
umask 022
mkdir -p "$stage/DEBIAN" "$work/debian"
# The package has the time of the commit, so that the same commit makes the same package.
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct 2>/dev/null || date +%s)"
export SOURCE_DATE_EPOCH

DESTDIR="$stage" samples/install.sh /usr
gzip -9n "$stage"/usr/share/man/man1/dailies*.1

documents="$stage/usr/share/doc/dailies"
mkdir -p "$documents/examples"
cp README.md "$documents/"
cp CHANGELOG.md "$documents/"
cp samples/lighthouse.json samples/prompts.txt samples/settings.json samples/crontab \
    "$documents/examples/"
cp -R samples/systemd samples/sign-film "$documents/examples/"
sed -i 's|[^ "=]*/dailies/\.build/release/dailies|/usr/bin/dailies|' \
    "$documents/examples/crontab" "$documents/examples/systemd/dailies@.service"
sed -i 's|"\.\./presets/|"file:///usr/share/dailies/presets/|' "$documents"/examples/*.json
# The examples name what the package holds.
grep -q '^ExecStart=/usr/bin/dailies run ' "$documents/examples/systemd/dailies@.service"
grep -q '&& "/usr/bin/dailies" run ' "$documents/examples/crontab"
grep -ho 'file:///[^"]*' "$documents"/examples/*.json | while read -r address; do
    test -f "$stage${address#file://}"
done
if grep -rn '\.build\|\.\./presets' "$documents/examples"; then
    printf 'these examples name files of the checkout\n' >&2
    exit 1
fi
cat > "$documents/copyright" <<'END'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: dailies

Files: *
Copyright: 2026 The authors of Dailies
License: Apache-2.0
 On Debian systems the text of the license is in /usr/share/common-licenses/Apache-2.0.
 Debian's build of FFmpeg, which the program links, is under the GPL: the program as linked is
 distributed under the GPL's terms.
END

version="$("$stage/usr/bin/dailies" --version | cut -d ' ' -f 2)"
architecture="$(dpkg --print-architecture)"
maintainer="The authors of Dailies <dailies@localhost>"
gzip -9n > "$documents/changelog.gz" <<END
dailies ($version) unstable; urgency=medium

  * What is new is in CHANGELOG.md.

 -- $maintainer  $(date -Ru -d "@$SOURCE_DATE_EPOCH")
END
printf 'Source: dailies\n\nPackage: dailies\nArchitecture: any\n' > "$work/debian/control"
libraries="$(cd "$work" && dpkg-shlibdeps -O stage/usr/bin/dailies | sed 's/^shlibs:Depends=//')"
filters="$(dpkg-query --control-show "libavfilter8:$architecture" shlibs |
    sed -n 's/^libavfilter 8 //p')"
test -n "$filters"
cat > "$stage/DEBIAN/control" <<END
Package: dailies
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -ks --exclude=DEBIAN "$stage" | cut -f 1)
Depends: $libraries, $filters, ca-certificates, tzdata
Section: video
Priority: optional
Description: verified, assembled films from hosted video models
 Dailies turns a shot list into a film: it buys each shot from a hosted video
 model, downloads the files, verifies each against the request that bought it,
 and joins them into one film with a report.
END
(cd "$stage" && find usr -type f -exec md5sum {} + | LC_ALL=C sort -k 2) > "$stage/DEBIAN/md5sums"
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

package="$folder/dailies_${version}_$architecture.deb"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$package" >&2
printf '%s\n' "$package"
