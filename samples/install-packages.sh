#!/bin/sh
# Installs the Debian packages that building (and, with --tests, testing) needs and that are missing.
# Prints nothing and takes no time when everything is there.
set -eu

# What the Swift toolchain itself needs to compile and link on a bare Debian.
packages="binutils ca-certificates libc6-dev libgcc-12-dev libstdc++-12-dev libncurses6 libxml2
libcurl4 libsqlite3-0 libuuid1 pkg-config tzdata zlib1g-dev git"
# What a program with Swift's runtime in it (--static-swift-stdlib) is linked with besides.
packages="$packages libxml2-dev"
# The libraries that Package.swift names, each with its reason there.
packages="$packages libavformat-dev libavcodec-dev libavutil-dev libavfilter-dev libcurl4-openssl-dev
libsqlite3-dev libmicrohttpd-dev libsodium-dev"
case "${DAILIES_TRAITS:-}" in *PostgreSQL*) packages="$packages libpq-dev" ;; esac
# Independent witnesses for the tests: the product itself never starts a program.
if [ "${1:-}" = "--tests" ]; then
    packages="$packages ffmpeg mediainfo sqlite3 strace curl openssl python3-venv libxml2-utils unzip
libimage-exiftool-perl zsh fish mandoc parallel libpq-dev postgresql faketime"
fi

say() { printf '%s\n' "$*" >&2; }

if ! command -v dpkg-query >/dev/null 2>&1; then
    say "This script knows Debian's packages only. Install the development files of FFmpeg 5.1"
    say "(libavformat, libavcodec, libavutil, libavfilter), libcurl, SQLite, libmicrohttpd and libsodium, then:"
    say "    swift build -c release"
    exit 1
fi

missing=""
for package in $packages; do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        as_root="sudo"
    else
        say "These Debian packages are missing, and only root can install them:"
        say "   $missing"
        say "Ask an administrator to run: apt-get install --no-install-recommends$missing"
        exit 1
    fi
    say "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq >&2
    # shellcheck disable=SC2086 # the list is meant to be split
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing >&2
fi

if ! command -v swift >/dev/null 2>&1; then
    say "Swift is missing: install Swift 6.2 or later for Debian 12 from https://swift.org/install"
    say "and put its usr/bin in your PATH."
    exit 1
fi

# fal's own Python client and the library of Runflow's samples, for the tests that other people's
# programs understand the stand-in; OpenTimelineIO with its adapter for EDLs, for the tests that they
# understand our timelines; C2PA's library, which signs a film and validates it; html5lib, which checks
# the report's page; a validator of JSON Schema, for the schemas in presets/schema; Dask and openjd-cli,
# which run samples, and what checks the samples for Kubernetes and AWS. Without a network those tests are
# skipped.
if [ "${1:-}" = "--tests" ]; then
    python="$(dirname "$0")/../.build/python"
    install() {
        mark="$python/$1"
        shift
        [ ! -e "$mark" ] || return 0
        say "Installing: $*, into .build/python"
        if python3 -m venv "$python" >&2 && "$python/bin/pip" install --quiet --retries 1 \
            --timeout 10 --disable-pip-version-check "$@" >&2; then
            touch "$mark"
        else
            say "They can't be installed now: the tests that need them are skipped."
        fi
    }
    install has-page-clients fal-client requests
    install has-timelines-0.18.1 opentimelineio==0.18.1 otio-cmx3600-adapter==1.0.0
    install has-c2pa-0.38.0 c2pa-python==0.38.0
    install has-html5lib-1.1 html5lib==1.1
    install has-jsonschema-4.26.0 jsonschema==4.26.0
    install has-schedulers dask distributed openjd-cli kubernetes-validate botocore
fi
