#!/bin/sh
# Builds the Debian package, installs it in a clean Debian 12 without Swift, and uses it there as a
# user without rights: the version, doctor, presets, models, a rehearsal, manual pages, completions.
# As root, with a network: Tests/package.sh
#
# Needs debootstrap, dpkg-dev and lintian. It takes about ten minutes, most of it the release build.
set -eu
cd "$(dirname "$0")/.."

if [ "$(id -u)" != 0 ]; then
    printf 'Tests/package.sh makes a root folder of its own, which only root can\n' >&2
    exit 1
fi
for program in debootstrap dpkg-shlibdeps lintian; do
    command -v "$program" >/dev/null && continue
    printf '%s is missing: apt-get install debootstrap dpkg-dev lintian\n' "$program" >&2
    exit 1
done

work="$(mktemp -d)"
clean="$work/clean"
# Nothing of this shell's environment is there.
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 chroot "$clean" "$@"; }
finish() {
    for folder in proc dev/pts; do umount "$clean/$folder" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

package="$(samples/build-deb.sh "$work")"
ls -l "$package"
# The package has no mail address of its own.
lintian --fail-on error,warning --allow-root \
    --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog "$package"

debootstrap --variant=minbase bookworm "$clean" >"$work/debootstrap.log" ||
    { tail "$work/debootstrap.log" >&2; exit 1; }
cp "$package" "$clean/root/"
mount -t proc proc "$clean/proc"
mount -t devpts devpts "$clean/dev/pts"
inside sh -euc "
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends /root/$(basename "$package") man-db \\
        bash-completion
    useradd -m -s /bin/bash film" >"$work/apt.log" 2>&1 || { tail "$work/apt.log" >&2; exit 1; }

cat >"$clean/home/film/use.sh" <<'END'
set -eux
if command -v swift; then exit 1; fi
dailies -V
dailies doctor
dailies presets nightly
dailies models kling-v3-pro
dailies new film.json
grep 'file:///usr/share/dailies/presets/schema/list.schema.json' film.json
dailies plan film.json
dailies rehearse /usr/share/doc/dailies/examples/lighthouse.json --output lighthouse --quiet
dailies verify --duration 42.25 --frame-size 1920x1080 --audio present lighthouse/lighthouse.mp4
for page in dailies dailies-run dailies-merge; do man "$page" >/dev/null; done
set +ux
. /usr/share/bash-completion/bash_completion
# It returns 124 where it has loaded one.
_completion_loader dailies || true
complete -p dailies | grep -v _minimal
END
inside su - film -c 'bash use.sh'

inside apt-get purge -y -qq dailies >"$work/purge.log" 2>&1
if find "$clean/usr" -name '*dailies*' | grep .; then
    printf 'these files are left after the package was removed\n' >&2
    exit 1
fi
printf 'the package works in a clean Debian 12, and leaves nothing behind\n'
