"""Ann's app, and an import into it as the command does it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from importing.__main__ import main
from ingest.apps import keys
from ingest.storage import outage, outcomes
from tests.people import Direct, sign_up, track

KEY = "spk_shop"


@dataclass(frozen=True)
class Imported:
    """What a run says: its state in the end, and the lines of its report."""

    counts: dict[str, Any]
    report: list[dict[str, Any]]

    @property
    def outcome(self) -> tuple[int, int, int, int]:
        """New, there already, refused, skipped."""
        refused, skipped = (sum(self.counts[name].values()) for name in ("refused", "skipped"))
        return self.counts["new"], self.counts["duplicates"], refused, skipped


Import = Callable[..., Imported]


@pytest.fixture(autouse=True)
def new_process() -> None:
    """A process that remembers nothing of another test's."""
    keys._remembered.clear()
    outcomes._senders.clear()
    outage._rests_until = 0.0


@pytest.fixture
def shop(database: Direct) -> str:
    """Ann's app."""
    return track(database, sign_up(database, "ann"), KEY)


@pytest.fixture
def run(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import files; `options` are further words of the command line."""

    def import_(format_: str, *files: Path, options: tuple[str, ...] = ()) -> Imported:
        folder = tmp_path / "state"
        words = [format_, *map(str, files), "--app", shop, "--state", str(folder), *options]
        assert main(words) == 0, capsys.readouterr().err
        state = json.loads((folder / "resume.json").read_text())
        report = [json.loads(line) for line in (folder / "report.jsonl").read_text().splitlines()]
        return Imported(state["counts"], report)

    return import_
