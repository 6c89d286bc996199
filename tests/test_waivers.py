"""What the checks are told to overlook, and what must not be in a file at all."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [ROOT / name for name in subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()]
CODE = [path for path in FILES if path.suffix == ".py"]
WAIVER = re.compile(r"#\s*(?:noqa|type: ignore|nosec|pragma)\b(?P<what>[^#\n]*)(?P<why>#.*)?$", re.MULTILINE)
SECRET = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10}"
    r"|sk_live_[A-Za-z0-9]{16}|AIza[0-9A-Za-z_-]{35}"
)
"""Keys by their own shape: of AWS, of TLS, and of the makers that have one."""


def waivers(path: Path) -> list[re.Match[str]]:
    return list(WAIVER.finditer(path.read_text()))


@pytest.mark.parametrize("path", [path for path in CODE if waivers(path)], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_waiver_names_the_rule_and_says_why(path: Path) -> None:
    for found in waivers(path):
        assert re.match(r": ?[A-Z]+[0-9]+|\[[a-z-]+", found["what"]), found.group()
        assert found["why"] or " - " in found["what"], f"no reason: {found.group()}"


def test_no_file_holds_a_secret() -> None:
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in FILES if path.exists()}
    found = {
        str(path.relative_to(ROOT)): match.group()[:12]
        for path, text in texts.items()
        if (match := SECRET.search(text))
    }
    assert found == {}
