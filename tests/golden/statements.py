"""The statements of the questions in this folder; `python -m tests.golden.statements` writes them anew, to be reviewed.

With `PYTHONPATH=functions:layers/common:.`, as everything.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

from query.reports.catalogue import REPORTS
from query.scope import Scope
from spoor.statements import compiled

HERE = Path(__file__).parent
SCOPE = Scope(UUID(int=1), timedelta(minutes=30), datetime(2026, 11, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Golden:
    """A question by name, and the committed text of its statement."""

    name: str
    report: str
    question: dict[str, Any]

    @property
    def file(self) -> Path:
        """Where the text is."""
        return HERE / f"{self.name}.sql"

    def statement(self, scope: Scope = SCOPE) -> tuple[LiteralString, dict[str, Any]]:
        """What the question becomes."""
        [report] = [each for each in REPORTS if each.name == self.report]
        text, params = compiled(report.build(report.question.model_validate(self.question), scope), report.name)
        return text, dict(params)

    def text(self) -> str:
        """The statement, its lines without blanks at their ends, and its parameters."""
        text, params = self.statement()
        lines = [line.rstrip() for line in text.splitlines()]
        shown = [f"-- {name}: {_shown(value)}" for name, value in sorted(params.items())]
        return "\n".join([*lines, "", *shown]) + "\n"


def _shown(value: Any) -> str:
    if isinstance(value, list) and len(value) > 8:
        return f"{_shown(value[0])}, {_shown(value[1])}, … {_shown(value[-1])} ({len(value)} in all)"
    return json.dumps(value, default=str)


def goldens() -> Iterator[Golden]:
    """All of them: every JSON file here holds some."""
    for path in sorted(HERE.glob("*.json")):
        for name, asked in json.loads(path.read_text(encoding="utf-8")).items():
            yield Golden(name, asked["report"], asked["question"])


if __name__ == "__main__":
    for each in goldens():
        each.file.write_text(each.text(), encoding="utf-8")
