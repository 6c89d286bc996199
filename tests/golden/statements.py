"""The questions in tests/golden/*.json, and the statements that they become."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from query.engines.postgres import STATEMENTS
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement
from query.reports.catalogue import REPORTS
from query.reports.report import Report
from spoor.statements import Compiled

FOLDER = Path(__file__).parent
SCOPE = PostgresScope(
    UUID("00000000-0000-4000-8000-000000000001"), timedelta(minutes=30), datetime(2026, 11, 24, 12, tzinfo=UTC)
)


@dataclass(frozen=True)
class Golden:
    """A question of a report, in the words of the API."""

    report: Report[Any, Any, Any]
    name: str
    asked: dict[str, Any]
    scans: int = 1
    """How often it looks at events: again for the first events of visitors, and for a range that is read apart."""

    @property
    def path(self) -> Path:
        """Where its statement is committed."""
        return FOLDER / "postgres" / self.report.name / f"{self.name}.sql"

    def question(self, **change: Any) -> Any:
        """The question, read."""
        changed = {**self.ranged, **change}
        asked = changed if self.ranged is self.asked else {**self.asked, "question": changed}
        return self.report.question.model_validate(asked)

    @property
    def ranged(self) -> dict[str, Any]:
        """Where its range stands: in the question that it is about, if there is one."""
        found: dict[str, Any] = self.asked.get("question", self.asked)
        return found

    @property
    def statement(self) -> Statement[Any]:
        """The statement of its report."""
        return STATEMENTS[self.report.name]

    def compiled(self, question: Any | None = None) -> Compiled:
        """The text and the parameters of its question's statement, or of another question's, made anew."""
        return self.statement.made(question or self.question(), SCOPE)

    def text(self) -> str:
        """Its statement as it is committed."""
        text, params = self.compiled()
        told = [f"-- {name} = {_told(params[name])}" for name in sorted(params)]
        lines = (line.rstrip() for line in text.strip().splitlines())
        return "\n".join([f"-- {json.dumps(self.asked)}", "", *lines, "", *told, ""])


def goldens() -> Iterator[Golden]:
    """Every question."""
    reports = {report.name: report for report in REPORTS}
    for path in sorted(FOLDER.glob("*.json")):
        for given in json.loads(path.read_text(encoding="utf-8")):
            yield Golden(reports[path.stem], given["name"], given["question"], given.get("scans", 1))


def _told(value: Any) -> str:
    if isinstance(value, list) and len(value) > 4:
        return f"[{_told(value[0])}, … {len(value)} in all …, {_told(value[-1])}]"
    if isinstance(value, list):
        return f"[{', '.join(map(_told, value))}]"
    return value.isoformat() if isinstance(value, datetime) else repr(value)
