#!/bin/sh
# Installs what is missing and runs all tests; arguments are handed to swift test.
set -eu
cd "$(dirname "$0")/.."

samples/install-packages.sh --tests
# More at once would do no faster on few cores, and tests that decode would keep the threads on
# which others wait for an answer.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-3}"
exec swift test "$@"
