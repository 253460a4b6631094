#!/bin/sh
# Builds dailies and installs it with its presets, manual pages and completions. The program needs no
# Swift afterwards, only the Debian packages of the libraries that it links.
#
#   samples/install.sh [PREFIX]            default: /usr/local
#   samples/install.sh --remove [PREFIX]   removes what was installed there, nothing else
#
# DESTDIR, if it is set, stands before the prefix (for packages).
set -eu
cd "$(dirname "$0")/.."

remove=
if [ "${1:-}" = "--remove" ]; then
    remove=yes
    shift
fi
prefix="${1:-/usr/local}"
case "$prefix" in
/*) ;;
-*)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
*) prefix="$OLDPWD/$prefix" ;;
esac
root="${DESTDIR:-}$prefix"

# Debian's zsh looks for completions of packages in a folder of its own.
zsh=share/zsh/site-functions
[ "$prefix" != /usr ] || zsh=share/zsh/vendor-completions

if [ "$remove" ]; then
    rm -f "$root/bin/dailies" "$root"/share/man/man1/dailies.1 "$root"/share/man/man1/dailies-*.1 \
        "$root/share/bash-completion/completions/dailies" "$root/$zsh/_dailies" \
        "$root/share/fish/vendor_completions.d/dailies.fish"
    rm -rf "$root/share/dailies"
    exit 0
fi

samples/install-packages.sh
swift build -c release --static-swift-stdlib --product dailies >&2
program="$(swift build -c release --static-swift-stdlib --show-bin-path)/dailies"

install -D -m 755 "$program" "$root/bin/dailies"
strip "$root/bin/dailies"

# Old presets go, so that a file that was renamed isn't there twice.
rm -rf "$root/share/dailies"
find presets -type d | while read -r folder; do
    install -d -m 755 "$root/share/dailies/$folder"
done
find presets -type f | while read -r file; do
    install -m 644 "$file" "$root/share/dailies/$file"
done

install -d -m 755 "$root/share/man/man1" "$root/share/bash-completion/completions" "$root/$zsh" \
    "$root/share/fish/vendor_completions.d"
"$root/bin/dailies" manual --output "$root/share/man/man1"
chmod 644 "$root"/share/man/man1/dailies*.1
"$root/bin/dailies" completions bash > "$root/share/bash-completion/completions/dailies"
"$root/bin/dailies" completions zsh > "$root/$zsh/_dailies"
"$root/bin/dailies" completions fish > "$root/share/fish/vendor_completions.d/dailies.fish"

if [ -z "${DESTDIR:-}" ]; then
    printf '%s is installed; dailies doctor says what this machine lacks\n' "$root/bin/dailies" >&2
    # shellcheck disable=SC2016 # $PATH is for the reader's shell
    case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) printf 'it is not in PATH yet: export PATH="%s/bin:$PATH"\n' "$prefix" >&2 ;;
    esac
fi
