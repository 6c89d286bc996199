#!/bin/sh
# Makes a virtual environment with a Python of 3.11 or later, where there is none yet that works.
# Usage: scripts/venv.sh FOLDER    ($PYTHON names the interpreter to use; else the first good one is taken)
set -u
folder=$1
# A moved checkout or an upgraded Python leaves an environment that no longer starts: that one is made anew.
"$folder/bin/python" -m pip --version >/dev/null 2>&1 && exit 0

python=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 /opt/homebrew/bin/python3 /usr/local/bin/python3}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Spoor needs Python 3.11 or later. Debian: sudo apt-get install -y python3 python3-venv. macOS: brew install python@3.13." \
        "One that is elsewhere can be named: make PYTHON=/path/to/python3 ..." >&2
    exit 1
fi

# Debian keeps what venv needs in a package of its own.
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$(dirname "$0")/need.sh" must "python$version-venv" "'$python' -c 'import ensurepip, venv'" \
    "python$version-venv" "python@$version" "virtual environments" || exit 1

echo "making $folder with Python $version"
"$python" -m venv --clear "$folder"
