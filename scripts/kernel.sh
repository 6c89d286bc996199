#!/bin/sh
# Builds the lake's compiled kernel: scripts/kernel.sh MACHINE FOLDER, by the zig of the Python that PYTHON names.
# MACHINE is as `uname -m` says it: x86_64, or aarch64 for Lambda. Amazon Linux 2023 has glibc 2.34.
set -eu
machine=$1 folder=$2
sources="$(cd "$(dirname "$0")/.." && pwd)/functions/query/engines/lake/compiled"
case "$machine" in x86_64 | aarch64) ;; *) echo "kernel: none for $machine; numpy does its work" >&2 && exit 0 ;; esac
beside="$folder/.kernel-$$.so"
trap 'rm -f "$beside"' EXIT
"${PYTHON:-python3}" -m ziglang cc -target "$machine-linux-gnu.2.34" -std=c11 -O3 -s -shared -fPIC -fvisibility=hidden \
    -Wall -Wextra -Wconversion -Werror -o "$beside" "$sources"/*.c
mv "$beside" "$folder/kernel-$machine.so"
