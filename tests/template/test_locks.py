"""The lock files: every package pinned, every file hashed, the same versions wherever a package appears."""

import re
from pathlib import Path

import pytest

from tests.template.reading import ROOT

LAYER = ROOT / "layers/common/requirements.txt"
LOCKS = sorted([LAYER, *(ROOT / "requirements").glob("*.txt")])


def versions(lock: Path) -> dict[str, set[str]]:
    """Package → the versions that the lock names (several where they depend on the platform)."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", lock.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    entries = re.split(r"\n(?=[^\s#])", re.sub(r"^\s*#.*\n", "", lock.read_text(), flags=re.MULTILINE))
    for entry in filter(str.strip, entries):
        assert re.match(r"[a-z0-9._-]+(\[[^]]*\])?==", entry), entry.partition("\n")[0]
        assert "--hash=sha256:" in entry, entry.partition("\n")[0]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_a_lock_names_no_place_to_download_from(lock: Path) -> None:
    assert not re.search(r"^-|https?://|file://", lock.read_text(), re.MULTILINE)


def test_what_is_tested_is_what_is_deployed() -> None:
    deployed = versions(LAYER)
    for name in ("dev.txt", "test.txt", "host.txt"):
        installed = versions(ROOT / "requirements" / name)
        assert {package: installed[package] for package in deployed} == deployed


def test_tests_add_to_the_development_packages_and_change_none() -> None:
    development, test = versions(ROOT / "requirements/dev.txt"), versions(ROOT / "requirements/test.txt")
    assert {package: test[package] for package in development} == development


def test_the_layer_is_the_same_whoever_builds_it() -> None:
    # pip reads markers for the machine it runs on, not for the one it installs for; both run CPython.
    without = LAYER.read_text().replace("platform_python_implementation != 'PyPy'", "")
    markers = set(re.findall(r"^[a-z].* ; (.*?) *\\?$", without, re.MULTILINE))
    assert not [it for it in markers if re.search("sys_platform|platform_|python_|os_name", it)]
