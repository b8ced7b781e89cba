#!/bin/sh
exec /opt/Leqbook/leqbook "$@"
