#!/bin/sh
# Writes the lock files: every package that is installed anywhere, with its version and the hashes of its files.
# Versions stay as they are until pyproject.toml asks for others; scripts/lock.sh --upgrade takes the newest.
set -eu
cd "$(dirname "$0")/.."
scripts/install.sh .lock-venv requirements/lock.txt

compile() {
    output=$1
    shift
    echo "locking $output"
    .lock-venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 \
        --custom-compile-command "make lock" --output-file "$output" "$@"
}

# The layer comes first and the others follow it, so that what is tested is what is deployed.
compile layers/common/requirements.txt pyproject.toml "$@"
compile layers/lake/requirements.txt --group lake --constraint layers/common/requirements.txt "$@"
# What the common layer has already is not shipped a second time.
already=$(sed -n 's/^\([a-z0-9._-]*\)\(\[.*\]\)*==.*/--no-emit-package \1/p' layers/common/requirements.txt)
# shellcheck disable=SC2086 # words, one an argument
compile layers/mcp/requirements.txt --group mcp --constraint layers/common/requirements.txt \
    --no-emit-package pywin32 --no-emit-package httpx2-jsfetch $already "$@"
compile requirements/dev.txt pyproject.toml --group dev --constraint layers/common/requirements.txt \
    --constraint layers/lake/requirements.txt --constraint layers/mcp/requirements.txt "$@"
compile requirements/host.txt pyproject.toml --group host --constraint requirements/dev.txt "$@"
compile requirements/test.txt pyproject.toml --group dev --group test --constraint requirements/dev.txt "$@"
compile requirements/readers.txt --group readers "$@"
compile requirements/spark.txt --group spark "$@"
compile requirements/sam.txt --group sam "$@"
echo uv | compile requirements/lock.txt - "$@"
