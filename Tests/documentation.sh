#!/bin/sh
# Builds the documentation of the libraries with the toolchain's docc, one archive for each product in
# .build/documentation (or FOLDER); fails if there is anything to complain about.
#
#   Tests/documentation.sh [FOLDER]
#
# An archive can be read in a browser:
#   python3 -m http.server --directory .build/documentation/DailiesVerification
#   http://localhost:8000/documentation/dailiesverification
set -eu
cd "$(dirname "$0")/.."
folder="${1:-.build/documentation}"

# Its programs import every library product, so that CI needs no further build.
swift build --package-path Tests/Consumer >&2
modules="$(swift build --package-path Tests/Consumer --show-bin-path)/Modules"
target="$(swift -print-target-info | sed -n 's/^ *"triple": "\(.*\)",$/\1/p' | head -n 1)"
symbols="$(mktemp -d)"
trap 'rm -rf "$symbols"' EXIT
mkdir -p "$folder"

for name in Verification Inspection Policy Assembly Timeline; do
    mkdir "$symbols/$name"
    swift symbolgraph-extract -module-name "Dailies$name" -target "$target" -I "$modules" \
        -I Sources/CFFmpeg -I Sources/CFFmpegFilter -output-dir "$symbols/$name" \
        -minimum-access-level public -skip-synthesized-members
    rm -rf "$folder/Dailies$name"
    docc convert "Sources/$name/Dailies$name.docc" --warnings-as-errors \
        --additional-symbol-graph-dir "$symbols/$name" \
        --fallback-display-name "Dailies$name" --fallback-bundle-identifier "dailies.$name" \
        --transform-for-static-hosting --output-path "$folder/Dailies$name"
    printf '%s: %s pages\n' "$folder/Dailies$name" \
        "$(find "$folder/Dailies$name/data" -name '*.json' | wc -l)"
done
