#!/bin/bash
# Installs what is missing and runs all tests; arguments are handed to swift test. What failed is
# said once more at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

samples/install-packages.sh --tests
# More at once would do no faster on few cores, and tests that decode would keep the threads on
# which others wait for an answer.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH="${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-3}"

# Tests that don't end are stopped after three quarters of an hour, with the stacks of all threads. Every line is
# written at once, so that they can be named.
export SWIFT_BACKTRACE="${SWIFT_BACKTRACE:-enable=yes,threads=all,color=no,interactive=no}"

# Optimised, because tests decode and paint pictures; with ledgers on PostgreSQL, which is a choice of
# who builds; in a folder of its own, so that nothing is built again for other builds. A build that the
# arguments choose is taken as it is.
build=(-c release -Xswiftc -enable-testing --scratch-path .build/tests --traits PostgreSQL)
for argument in "$@"; do
    case "$argument" in --scratch-path* | --skip-build) build=() ;; esac
done

output=$(mktemp)
trap 'rm -f "$output"' EXIT
timeout --signal=ABRT --kill-after=300 2700 stdbuf -oL swift test "${build[@]}" "$@" 2>&1 | tee "$output" || {
    status=$?
    echo "== what failed"
    grep -E -A 2 'recorded an issue|error: |Fatal error|signal code' "$output" || true
    echo "== what did not end"
    awk '{ name = substr($0, index($0, " ") + 1) }
        /^[^ ]+ (Test|Suite) .* started\.$/ && !/^[^ ]+ Test case / {
            sub(/ started\.$/, "", name); running[name] = 1 }
        /^[^ ]+ (Test|Suite) .* (passed|failed) after / {
            sub(/( with [0-9]+ test cases?)? (passed|failed) after .*/, "", name); delete running[name] }
        END { for (name in running) print name }' "$output"
    exit "$status"
}
