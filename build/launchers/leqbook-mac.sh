#!/bin/sh
# Leqbook's command line. To have it on the PATH:
#   sudo ln -s /Applications/Leqbook.app/Contents/Resources/leqbook /usr/local/bin/leqbook
file=$0
while [ -L "$file" ]; do file=$(readlink "$file"); done
exec "$(dirname -- "$file")/../MacOS/Leqbook" --cli -- "$@"
