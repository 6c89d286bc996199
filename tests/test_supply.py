"""What is shipped is known by name, licence and hash, and an audit that saw nothing does not pass."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import audit, bill_of_materials, version

ROOT = Path(__file__).parents[1]


@contextmanager
def osv(answer: Any, status: int = 200) -> Iterator[str]:
    """A double of OSV, which this machine may not reach: `answer` is what it says, or makes of the question."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = answer(asked) if callable(answer) else answer
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def asked(address: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["audit", "--address", address])
    return audit.main()


def test_the_bill_names_exactly_what_is_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bill", "--check"])
    assert bill_of_materials.main() == 0, "run `make bill`"
    bill = json.loads(bill_of_materials.SBOM.read_text())
    names = {it["name"] for it in bill["components"]}
    assert names >= {"psycopg", "certifi", "duckdb", "mcp", "preact", "d3-sankey", "uqr"}
    assert not names & {"moto", "ruff", "esbuild", "pywin32"}
    assert all(it["hashes"] and it["licenses"] for it in bill["components"])


def test_an_audit_that_could_not_ask_is_no_good_news(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked("http://127.0.0.1:1/", monkeypatch) == 2
    for answer, status in ((b"<html>", 200), ({}, 200), ({"results": []}, 200), ([], 200), ({"results": [{}]}, 503)):
        with osv(answer, status) as address:
            assert asked(address, monkeypatch) == 2, answer
    assert asked("file:///etc/passwd", monkeypatch) == 2
    assert "could not be made" in capsys.readouterr().err


def test_an_audit_asks_for_all_that_is_locked_and_tells_what_is_new(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: set[tuple[str, str]] = set()

    def answer(found: Any, bad: str) -> Any:
        packages = [(it["package"]["ecosystem"], it["package"]["name"]) for it in found["queries"]]
        seen.update(packages)
        return {"results": [{"vulns": [{"id": bad}]} if name == "ecdsa" else {} for _, name in packages]}

    with osv(lambda found: answer(found, "GHSA-wj6h-64fc-37mp")) as address:
        assert asked(address, monkeypatch) == 0, "it is borne"
    assert {("PyPI", "psycopg"), ("PyPI", "moto"), ("PyPI", "aws-sam-cli"), ("npm", "preact")} <= seen
    with osv(lambda found: answer(found, "GHSA-new")) as address:
        assert asked(address, monkeypatch) == 1
    assert "GHSA-new" in capsys.readouterr().err


def test_what_is_borne_has_an_end_and_a_reason() -> None:
    text = audit.BORNE.read_text()
    assert audit.accepted(text, date(2026, 11, 30))
    assert audit.accepted(text, date(2100, 1, 1)) == set()
    with pytest.raises(audit.NotAsked):
        audit.accepted("GHSA-x", date(2026, 11, 30))


def test_a_version_is_made_of_what_is_unreleased() -> None:
    changes = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Something.\n"
    made = version.with_version(changes, "0.2.0", "2026-12-01")
    more = made.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Fixed\n\n- A thing.\n")
    assert "## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added" in made
    for text, wanted in ((made, "0.3.0"), (changes, "1.0"), (more, "0.2.0"), (more, "0.1.9")):
        with pytest.raises(version.NotPossible):
            version.with_version(text, wanted, "2026-12-01")
    assert "## [0.10.0]" in version.with_version(more, "0.10.0", "2026-12-01")
    ours = (ROOT / "CHANGELOG.md").read_text()  # of which nothing may be unreleased: of a version just made
    assert re.search(r"^## \[Unreleased\]\n\n(### (Added|Changed|Fixed|Removed|Security)\n|## \[)", ours, re.MULTILINE)


def test_no_workflow_may_write_or_holds_a_key_of_aws() -> None:
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text()
        assert "AWS_ACCESS_KEY" not in text
        rights = yaml.safe_load(text)["permissions"]
        assert rights in ({"contents": "read"}, {"contents": "read", "id-token": "write"}), path.name
        assert "${{ inputs" not in "".join(line for line in text.splitlines() if "run:" in line), "a shell reads it"
    assert json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())["postCreateCommand"] == "make install"
