"""`sam validate` and `sam build` with nothing at hand, and what is in the zips and the layer that come out."""

import re
import shutil
import subprocess
import sys
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import pytest

from tests.template.conftest import Sam
from tests.template.reading import ROOT, of_type

pytestmark = [pytest.mark.sam, pytest.mark.timeout(600)]

PACKAGES = {
    "IngestFunction": "ingest",
    "DrainFunction": "ingest",
    "AuthFunction": "auth",
    "AuthorizerFunction": "auth",
    "QueryFunction": "query",
    "McpFunction": "query",
    "AlertsFunction": "query",
    "WebFunction": "web",
    "RollupFunction": "rollup",
    "SealFunction": "rollup",
}
LAYERS = {"CommonLayer": "layers/common", "LakeLayer": "layers/lake", "McpLayer": "layers/mcp"}
LAYERS_OF = {
    "QueryFunction": ["CommonLayer", "LakeLayer"],
    "SealFunction": ["CommonLayer", "LakeLayer"],
    "McpFunction": ["CommonLayer", "LakeLayer", "McpLayer"],
    "AlertsFunction": ["CommonLayer", "LakeLayer"],
}
MEGABYTE = 1024 * 1024
AARCH64 = 183
KERNEL = Path("engines/lake/compiled/kernel-aarch64.so")
NEWEST_GLIBC = (2, 34)  # Amazon Linux 2023


def size(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def shared_objects(folder: Path) -> list[Path]:
    """The compiled modules and libraries below."""
    return [path for path in folder.rglob("*") if path.is_file() and re.search(r"\.so(\.|$)", path.name)]


def test_the_template_is_valid_without_credentials_or_region(sam: Sam) -> None:
    done = sam("validate", "--lint")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("function", PACKAGES)
def test_a_zip_holds_its_own_package_and_the_shared_one(function: str, artefacts: Path) -> None:
    pages = {"docs"} if function == "WebFunction" else set()  # which it serves
    assert {path.name for path in (artefacts / function).iterdir()} == {PACKAGES[function], "spoor", *pages}


@pytest.mark.parametrize("function", PACKAGES)
@pytest.mark.parametrize("shared", [False, True])
def test_a_zip_holds_all_of_its_packages(shared: bool, function: str, artefacts: Path) -> None:
    name, parent = ("spoor", "layers/common") if shared else (PACKAGES[function], "functions")
    source, built = ROOT / parent / name, artefacts / function / name
    here = {
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".c", ".h", ".so")
    }
    if name == "query":
        here.add(KERNEL)
    there = {path.relative_to(built) for path in built.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert there == here


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_holds_none_of_our_own_code_since_an_alias_does_not_follow_it(layer: str, artefacts: Path) -> None:
    assert not (artefacts / layer / "python/spoor").exists()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_holds_exactly_what_is_locked(layer: str, artefacts: Path) -> None:
    lock = (ROOT / LAYERS[layer] / "requirements.txt").read_text()
    locked = set(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", lock, re.MULTILINE))
    read = HeaderParser().parsestr
    metadata = [read(path.read_text()) for path in (artefacts / layer / "python").glob("*.dist-info/METADATA")]
    assert {(re.sub(r"[-_.]+", "-", it["Name"]).lower(), it["Version"]) for it in metadata} == locked


def test_the_layer_leaves_out_what_the_runtime_brings(artefacts: Path) -> None:
    assert not {"boto3", "botocore"} & {path.name for path in (artefacts / "CommonLayer/python").iterdir()}


def test_compiled_code_is_for_the_machine_that_lambda_runs(artefacts: Path) -> None:
    found = shared_objects(artefacts)
    assert found, "psycopg and pydantic bring compiled code"
    for path in found:
        header = path.read_bytes()[:20]
        assert header[:4] == b"\x7fELF", path
        assert int.from_bytes(header[18:20], "little") == AARCH64, path
        if ".cpython-" in path.name:
            assert ".cpython-313-" in path.name, path


def test_compiled_code_runs_on_the_libc_that_lambda_has(artefacts: Path) -> None:
    for path in shared_objects(artefacts):
        wanted = re.findall(rb"GLIBC_(\d+)\.(\d+)", path.read_bytes())
        newest = max(((int(major), int(minor)) for major, minor in wanted), default=(2, 0))
        assert newest <= NEWEST_GLIBC, path


def test_nothing_of_the_workshop_is_shipped(artefacts: Path) -> None:
    unwanted = re.compile(
        r"(^|/)(tests?|\.git|\.env|\.venv|Makefile|requirements\.txt|conftest\.py|test_[^/]*\.py|dev)(/|$)"
    )
    names = [str(path.relative_to(artefacts)) for path in artefacts.rglob("*") if path.parent != artefacts]
    assert [name for name in names if unwanted.search(name)] == []


def test_bytecode_is_for_the_runtime_and_trusts_its_source(artefacts: Path) -> None:
    for path in artefacts.rglob("*.pyc"):
        assert ".cpython-313." in path.name, f"{path} is of the machine that built it"
        # Flags of PEP 552: bit 0 says that the source's hash counts, bit 1 that it is looked at. A zip changes dates.
        assert int.from_bytes(path.read_bytes()[4:8], "little") == 0b01, path


@pytest.mark.parametrize("function", PACKAGES)
def test_a_function_with_its_layer_fits_lambda(function: str, artefacts: Path, tmp_path: Path) -> None:
    layers = LAYERS_OF.get(function, ["CommonLayer"])
    unzipped = size(artefacts / function) + sum(size(artefacts / layer) for layer in layers)
    print(f"{function}: {size(artefacts / function) / MEGABYTE:.2f} MB, with its layers {unzipped / MEGABYTE:.1f} MB")
    assert unzipped < 250 * MEGABYTE
    zipped = Path(shutil.make_archive(str(tmp_path / function), "zip", artefacts / function))
    assert zipped.stat().st_size < 50 * MEGABYTE


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_fits_a_direct_upload(layer: str, artefacts: Path, tmp_path: Path) -> None:
    zipped = Path(shutil.make_archive(str(tmp_path / "layer"), "zip", artefacts / layer))
    unpacked, packed = size(artefacts / layer), zipped.stat().st_size
    print(f"{layer}: {unpacked / MEGABYTE:.1f} MB, zipped {packed / MEGABYTE:.1f} MB")
    assert packed < 50 * MEGABYTE


@pytest.mark.parametrize("function", PACKAGES)
def test_every_handler_is_importable_from_what_was_built(
    function: str, artefacts: Path, template: dict[str, Any], tmp_path: Path
) -> None:
    layers = [str(artefacts / layer / "python") for layer in LAYERS_OF.get(function, ["CommonLayer"])]
    handler = of_type(template["Resources"], "AWS::Serverless::Function")[function]["Properties"]["Handler"]
    script = Path(__file__).with_name("import_handler.py")
    command = [sys.executable, "-P", str(script), handler, str(artefacts / function), *layers]
    bare = {"PYTHONDONTWRITEBYTECODE": "1"}  # nothing is set: no handler reads settings yet
    done = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
