#!/bin/sh
# Installs one lock file into a virtual environment: exactly what it lists, each file checked against its hash.
# Usage: scripts/install.sh FOLDER LOCK_FILE
set -u
folder=$1 lock=$2
"$(dirname "$0")/venv.sh" "$folder" || exit 1
echo "installing $(grep -c '^[a-z0-9].*==' "$lock") pinned packages of $lock into $folder"
# The lock is complete, so nothing is left to resolve (--no-deps); -qq keeps warnings about mirrors out of the way.
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --requirement "$lock"
