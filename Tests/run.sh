#!/bin/sh
# Installs what is missing and runs all tests; arguments are handed to swift test.
set -eu
cd "$(dirname "$0")/.."

samples/install-packages.sh --tests
exec swift test "$@"
