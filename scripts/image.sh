#!/bin/sh
# Puts together what the image runs, as a folder: scripts/image.sh FOLDER. Dockerfile calls it, and so do tests and whoever
# runs Spoor under systemd. The libraries of requirements/host.txt are installed apart from it.
set -eu
cd "$(dirname "$0")/.."
folder=$1
mkdir -p "$folder/layers/common" "$folder/docs"
cp -R host functions importing migrations template.yaml LICENSE NOTICE "$folder/"
cp -R layers/common/spoor "$folder/layers/common/"
cp docs/*.md docs/llms.txt docs/openapi.json "$folder/docs/"
find "$folder" -type d \( -name __pycache__ -o -name node_modules \) -prune -exec rm -rf {} +
compiled="functions/query/engines/lake/compiled"
if "${PYTHON:-python3}" -c 'import ziglang' 2>/dev/null && [ ! -f "$folder/$compiled/kernel-$(uname -m).so" ]; then
    PYTHON="${PYTHON:-python3}" scripts/kernel.sh "$(uname -m)" "$folder/$compiled"
fi
rm -f "$folder/$compiled"/*.[ch] "$folder/functions/Makefile"
# Nobody may write there when it runs, so the bytecode is made here, and never looked at for its age again.
[ "${BYTECODE:-yes}" = no ] || "${PYTHON:-python3}" -m compileall -q --invalidation-mode unchecked-hash "$folder"
chmod -R a+rX "$folder"
