#!/bin/sh
# Builds dailies and installs it with its presets, manual pages and completions. The program needs no
# Swift afterwards, only the Debian packages of the libraries that it links, and libavfilter8. Run it
# as yourself: it builds as you, and uses sudo only for what the prefix needs.
#
#   samples/install.sh [PREFIX]            default: /usr/local
#   samples/install.sh --remove [PREFIX]   removes what was installed there, nothing else
#
# DAILIES_TRAITS=PostgreSQL adds ledgers on a server that several machines share.
# DESTDIR, if it is set, stands before the prefix (for packages).
set -eu
# What is installed is readable by everybody, whatever the umask is here.
umask 022
cd "$(dirname "$0")/.."

remove=
if [ "${1:-}" = "--remove" ]; then
    remove=yes
    shift
fi
prefix="${1:-/usr/local}"
usage() {
    sed -n '2,11s/^# \{0,1\}//p' samples/install.sh >&2
    exit 2
}
[ "$#" -le 1 ] || usage
case "$prefix" in
/*) ;;
-*) usage ;;
*) prefix="$OLDPWD/$prefix" ;;
esac
root="${DESTDIR:-}$prefix"

# sudo is used where the nearest folder that exists isn't the user's.
existing="$root"
while [ ! -d "$existing" ]; do existing="$(dirname "$existing")"; done
as_root=
if [ ! -w "$existing" ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        printf '%s is not yours, and there is no sudo: choose another prefix, such as %s\n' \
            "$existing" "${HOME:-/root}/.local" >&2
        exit 1
    fi
    as_root=sudo
fi

# Debian's zsh looks for completions of packages in a folder of its own.
zsh=share/zsh/site-functions
[ "$prefix" != /usr ] || zsh=share/zsh/vendor-completions

if [ "$remove" ]; then
    $as_root rm -f "$root/bin/dailies" "$root"/share/man/man1/dailies.1 "$root"/share/man/man1/dailies-*.1 \
        "$root/share/bash-completion/completions/dailies" "$root/$zsh/_dailies" \
        "$root/share/fish/vendor_completions.d/dailies.fish"
    $as_root rm -rf "$root/share/dailies"
    exit 0
fi

samples/install-packages.sh
set -- -c release --static-swift-stdlib ${DAILIES_TRAITS:+--traits "$DAILIES_TRAITS"}
swift build "$@" --product dailies >&2
program="$(swift build "$@" --show-bin-path)/dailies"

# Everything is made in a folder of the user's first, and then copied at once.
stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT
install -D -m 755 "$program" "$stage/bin/dailies"
strip "$stage/bin/dailies"
find presets -type d | while read -r folder; do
    install -d -m 755 "$stage/share/dailies/$folder"
done
find presets -type f | while read -r file; do
    install -m 644 "$file" "$stage/share/dailies/$file"
done
install -d -m 755 "$stage/share/man/man1" "$stage/share/bash-completion/completions" \
    "$stage/$zsh" "$stage/share/fish/vendor_completions.d"
"$stage/bin/dailies" manual --output "$stage/share/man/man1"
chmod 644 "$stage"/share/man/man1/dailies*.1
"$stage/bin/dailies" completions bash > "$stage/share/bash-completion/completions/dailies"
"$stage/bin/dailies" completions zsh > "$stage/$zsh/_dailies"
"$stage/bin/dailies" completions fish > "$stage/share/fish/vendor_completions.d/dailies.fish"

# Old presets go, so that a file that was renamed isn't there twice. Folders that are there already keep
# their owner and mode.
$as_root mkdir -p "$root"
$as_root rm -rf "$root/share/dailies"
tar -C "$stage" -cf - bin share |
    $as_root tar -C "$root" -xf - --no-same-owner --no-overwrite-dir

if [ -z "${DESTDIR:-}" ]; then
    printf '%s is installed; dailies doctor says what this machine lacks\n' "$root/bin/dailies" >&2
    # shellcheck disable=SC2016 # $PATH is for the reader's shell
    case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) printf 'it is not in PATH yet: export PATH="%s/bin:$PATH"\n' "$prefix" >&2 ;;
    esac
fi
