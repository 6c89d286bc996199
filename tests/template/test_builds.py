"""`sam validate` and `sam build` with nothing at hand, and what is in the zips and the layer that come out."""

import re
import shutil
import subprocess
import sys
import zlib
from collections import Counter
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import psycopg
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


def test_every_function_with_its_layers_fits_lambda_and_is_small(artefacts: Path, tmp_path: Path) -> None:
    """20 MB zipped is for a function and the common layer; the lake's is DuckDB, which is larger, and loaded late."""
    packed = {
        name: Path(shutil.make_archive(str(tmp_path / name), "zip", artefacts / name)).stat().st_size
        for name in (*PACKAGES, *LAYERS)
    }
    for name in packed:
        assert packed[name] < 50 * MEGABYTE, f"{name} cannot be uploaded: {largest(artefacts / name)}"
    for function in PACKAGES:
        layers = LAYERS_OF.get(function, ["CommonLayer"])
        assert size(artefacts / function) + sum(size(artefacts / layer) for layer in layers) < 250 * MEGABYTE, function
        zipped = packed[function] + packed["CommonLayer"]
        parts = f"{largest(artefacts / 'CommonLayer/python')}; {largest(artefacts / function)}"
        assert zipped < 20_000_000, f"{function} has {zipped} bytes, zipped: {parts}"


def largest(folder: Path, count: int = 12) -> str:
    """The parts of a folder that take most of a zip, with their kilobytes in it."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            found[path.relative_to(folder).parts[0]] += len(zlib.compress(path.read_bytes()))
    return ", ".join(f"{part} {bytes_ // 1000} kB" for part, bytes_ in found.most_common(count))


@pytest.mark.skipif(
    sys.platform != "linux", reason="libraries of other machines are of another kind, and never shipped"
)
def test_what_is_cut_off_of_libraries_is_read_by_no_loader(tmp_path: Path) -> None:
    """On those of this machine, which can be loaded here."""
    for name in ("sqlalchemy", "psycopg", "psycopg_binary", "psycopg_binary.libs", "cryptography"):
        shutil.copytree(Path(psycopg.__file__).parents[1] / name, tmp_path / name)
    before = size(tmp_path)
    subprocess.run([sys.executable, ROOT / "scripts/debug_symbols.py", tmp_path], check=True, capture_output=True)
    assert size(tmp_path) < before - 2 * MEGABYTE
    script = (
        "from psycopg import pq; from sqlalchemy.engine import _result_cy; from cryptography.fernet import Fernet;"
        " seal = Fernet(Fernet.generate_key()); print(pq.__impl__, seal.decrypt(seal.encrypt(b'a')), _result_cy)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"binary b'a' <module 'sqlalchemy.engine._result_cy' from '{tmp_path}" in done.stdout


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
