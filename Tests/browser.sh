#!/bin/sh
# Looks at reports in Debian's Chromium: an empty console, axe-core, light and dark, 390 pixels wide, the
# copy buttons, and screenshots (on paper too) in .build/browser. Does nothing where there is no Chromium.
#
#   Tests/browser.sh REPORT.html…
set -eu
# The reports are named from here.
here="$(cd "$(dirname "$0")" && pwd)"
build="$here/../.build"

if [ ! -x /usr/bin/chromium ]; then
    printf 'there is no Chromium: apt-get install --no-install-recommends chromium\n' >&2
    exit 0
fi
mark="$build/browser-python/has-playwright-1.65.2-axe-0.1.8"
if [ ! -e "$mark" ]; then
    python3 -m venv "$build/browser-python" >&2
    "$build/browser-python/bin/pip" install --quiet --disable-pip-version-check \
        playwright==1.65.2 axe-playwright-python==0.1.8 >&2
    touch "$mark"
fi
exec "$build/browser-python/bin/python" "$here/browser.py" "$build/browser" "$@"
