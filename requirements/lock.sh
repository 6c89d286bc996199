set -e
U="/tmp/w/t/bin/uv"
c="$U pip compile -q --universal --generate-hashes --python-version 3.11 pyproject.toml"
$c -o layers/common/requirements.txt
$c --group dev -o requirements/dev.txt
$c --group dev --group test -o requirements/test.txt
$U pip compile -q --universal --generate-hashes --python-version 3.11 --group sam -o requirements/sam.txt
