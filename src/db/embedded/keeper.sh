#!/bin/sh
# Usage: keeper.sh <command> [argument...], with the owner's pipe as stdin.
# Runs the command; when the pipe closes, however its owner ended, asks for a fast shutdown.
trap '' HUP INT TERM
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
# `read` returns only at end of file: nobody writes to the pipe.
(read -r _ <&3; kill -INT "$child" 2>/dev/null) 2>/dev/null &
watcher=$!
exec 3<&-
wait "$child"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
