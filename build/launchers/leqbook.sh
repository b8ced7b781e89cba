#!/bin/sh
# Leqbook's command line: the installed program without its window, so that no display is needed.
here=$(dirname -- "$(readlink -f -- "$0")")
set -- --cli -- "$@"
# Chromium refuses to start as root with its sandbox; in this mode it opens no page that would need one.
[ "$(id -u)" -ne 0 ] || set -- --no-sandbox "$@"
exec "$here/leqbook-app" --ozone-platform=headless --disable-gpu --log-level=3 "$@"
