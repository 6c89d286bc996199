"""Whatever of a range is sealed, changed since, put together by months, open, or not in the table any more, and in
whatever order events, claims, merges, erasures and retention come: Sail and Spark answer as the table does of an app
to which the same happened. It is a sample of what tests/query/engines/lake asks of the lake itself."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dev.database import pooler
from query.engines import postgres
from query.engines.portable import jobs
from query.engines.portable.spark import Spark
from query.engines.reasons import Elsewhere
from query.reports.catalogue import REPORTS
from query.scope import Scope
from spoor.lake.folder import Folder
from tests.lake.readers import AtOnce, Reader
from tests.people import Direct
from tests.query.engines.lake.splits import ZONES, Split, each_once, several, spans

ENTRY = "query"
SERIES = [
    {"event": None, "measure": "total"},
    {"event": "open", "measure": "visitors"},
    {"event": "buy", "measure": "perVisitor"},
]
STEPS = [{"event": "open"}, {"event": "buy"}]
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("trends", {"interval": "day", "series": SERIES, "compare": "previous"}),
    ("funnel", {"steps": STEPS, "conversionWindowSeconds": 86_400, "timeToConvert": True}),
    ("retention", {"interval": "day", "periods": 2}),
    ("lifecycle", {"interval": "day"}),
    ("stickiness", {"interval": "day"}),
    ("sessions", {"interval": "day"}),
    ("paths", {"depth": 3}),
]


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("engine", "examples"), [("sail", 3), ("spark", 2)])
def test_any_split_is_answered_alike_elsewhere(
    database: Direct,
    app: str,
    bouncer: pooler.Pooler,
    store: Folder,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    examples: int,
) -> None:
    reader: Reader = request.getfixturevalue(f"{engine}_reader")
    runs = AtOnce(reader)
    monkeypatch.setitem(jobs.ADAPTERS, "spark", lambda: Spark(runs))  # type: ignore[arg-type] - it is asked alike
    asked: Counter[str] = Counter()

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(
        before=several(10, 16),
        done=each_once,
        later=several(1, 3, days=5),
        zone=ZONES,
        begin=st.integers(0, 24 * 60),
        length=st.integers(3 * 24 * 60, 5 * 24 * 60),
    )
    def holds(before: Any, done: Any, later: Any, zone: str, begin: int, length: int) -> None:
        split = Split.of(database, bouncer, store, app)
        split.happen([("events", before), *done])
        if database.execute("SELECT FROM spoor.lake_erasures").fetchall():
            with pytest.raises(Elsewhere):  # files may have who was erased, and nobody there leaves them out
                later_answer(split, *QUESTIONS[0], spans(begin, length, zone))
            split.look_after()
        split.happen([("events", later)])
        for name, words in QUESTIONS:
            try:
                later_answer(split, name, words, spans(begin, length, zone))
            except Elsewhere as error:
                asked[error.reason] += 1
            else:
                asked[name] += 1

    holds()
    assert all(asked[name] for name, _ in QUESTIONS), asked


def later_answer(split: Split, name: str, words: dict[str, Any], span: dict[str, str]) -> None:
    """Check what the engine answers. Raises Elsewhere where it cannot be asked."""
    report = next(each for each in REPORTS if each.name == name)
    question, scope = report.question.model_validate({**span, **words}), split.scope
    job = jobs.find(UUID(split.shop), jobs.begin("spark", name, question, scope))
    while jobs.progress(job).state == "running":
        pass
    _, found = jobs.answer(job, scope)
    of_twin: Scope = split.scope_of_twin(scope)
    with postgres.gathered(report, question, of_twin) as (gathered, _):
        assert found == report.tally(question, of_twin, gathered), (name, words, span)
