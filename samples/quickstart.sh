#!/bin/sh
# From a fresh clone to a film, offline and for free: installs what is missing, builds, rehearses
# samples/lighthouse.json against the stand-in, and names the film and the report.
set -eu
cd "$(dirname "$0")/.."

samples/install-packages.sh
swift build -c release --product dailies >&2
exec .build/release/dailies rehearse samples/lighthouse.json --output lighthouse "$@"
