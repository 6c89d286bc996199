"""A question about accounts is answered as if each event's visitor were the account that it names."""

import csv
import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from query.app import handler
from query.engines.reasons import Reason
from query.reports.catalogue import REPORTS
from query.reports.lifecycle import LifecycleQuestion
from query.reports.units import sentence_in_units
from tests.engines import COUNTED
from tests.gateway import call
from tests.oracles.groups import Event, told_by_accounts
from tests.people import Direct, claim, happen, track
from tests.query.conftest import Ask

BEGIN = datetime(2026, 11, 2, tzinfo=UTC)
RANGE = {"from": "2026-11-03", "to": "2026-11-13"}
PRO = {"property": "plan", "operator": "is", "value": "pro"}
BY_PLAN = {"property": "plan", "limit": 2}
OF_SESSION, OF_FIRST = {**BY_PLAN, "of": "session"}, {**BY_PLAN, "of": "visitor"}
STEPS = [{"event": "open"}, {"event": "use"}, {"event": "pay", "filters": [PRO]}]

LINKS = {"d1": "ann", "d2": "ann", "acme": "ann"}

WHO = {"steps": STEPS[:1], "step": 1, "outcome": "reached"}
"""Of a funnel's visitors."""

SAID: list[Any] = [
    {"$groups": {"company": "acme"}},
    {"$groups": {"company": "acme", "team": "red"}},
    {"$groups": {"company": 'b\u00fc\u00dfer & "Co"'}},
    {"$groups": {"company": ["acme", "globex", "acme", 7, ""]}},
    {"$groups": {"company": None}, "company": "initech"},
    {"$groups": ["acme"], "company": ["initech", "globex"]},
    {"$groups": {"company": 7}},
    {"$groups": {"company": ""}},
    {"$groups": {"team": "red"}},
    {"company": "globex"},
    {"company": "", "$groups": "acme"},
    {"company": {"name": "acme"}},
    {},
    None,
]
"""What events say of their accounts, in every way that any tracker or hand has."""

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("trends", {"interval": "day", "series": [{"event": "open", "measure": "visitors"}]}),
    ("trends", {"interval": "day", "series": [{"event": "open", "measure": "visitors"}], "filters": [PRO]}),
    (
        "trends",
        {
            "interval": "week",
            "compare": "previous",
            "series": [
                {"event": None, "measure": "total"},
                {"event": None, "measure": "visitors"},
                {"event": "use", "measure": "perVisitor"},
                {"event": "pay", "measure": "sessions"},
                {"event": "pay", "measure": "sum", "property": "amount"},
                {"event": "pay", "measure": "p90", "property": "amount"},
            ],
            "formulas": [{"expression": "A / B"}],
        },
    ),
    *(
        ("trends", {"interval": "day", "series": [{"event": None, "measure": measure}], "breakdown": by})
        for by in (BY_PLAN, OF_SESSION, OF_FIRST, [BY_PLAN, {"property": "$name"}])
        for measure in ("visitors", "total")
    ),
    ("trends", {"interval": "hour", "series": [{"event": "use", "measure": "visitors"}]}),
    ("funnel", {"steps": STEPS, "conversionWindowSeconds": 86400, "timeToConvert": True, "interval": "day"}),
    ("funnel", {"steps": STEPS, "breakdown": BY_PLAN, "compare": "previous"}),
    ("funnel", {"steps": STEPS, "breakdown": OF_FIRST}),
    ("funnel", {"steps": STEPS[:2], "order": "strict"}),
    ("funnel", {"steps": STEPS, "order": "unordered"}),
    (
        "funnel",
        {"steps": STEPS[:2], "order": "firstEntry", "exclusions": [{"event": "pay", "fromStep": 1, "toStep": 2}]},
    ),
    ("retention", {"interval": "day", "periods": 4, "startEvent": "open", "returnEvent": "use"}),
    ("retention", {"interval": "day", "periods": 3, "cohort": "every", "breakdown": BY_PLAN}),
    ("lifecycle", {"interval": "day"}),
    ("stickiness", {"event": "use"}),
    ("sessions", {"interval": "day", "compare": "previous"}),
    ("sessions", {"interval": "day", "breakdown": OF_SESSION}),
    ("paths", {"depth": 4}),
    ("paths", {"startEvent": "open", "property": "plan"}),
    (
        "overview",
        {"interval": "day", "lists": [BY_PLAN, OF_SESSION, OF_FIRST, {"property": "$name"}], "compare": "previous"},
    ),
    ("overview", {"interval": "day", "lists": [OF_SESSION], "filters": [PRO]}),
]


def test_every_report_counts_accounts_as_it_counts_visitors(database: Direct, shop: str, ask: Ask, engine: str) -> None:
    assert {report for report, _ in ASKED} | {"changes"} == {report.name for report in REPORTS}
    events, from_files = drawn(), set()
    happen(database, shop, events)
    claim(database, shop, *LINKS.items())  # an account is nobody's id
    for group in ("company", "team"):
        twin = track(database, "ann", f"spk_{group}")
        happen(database, twin, told_by_accounts(events, group, LINKS))
        for report, question in ASKED if group == "company" else ASKED[:4]:
            asked = {**RANGE, **question}
            before = COUNTED[Reason.SEALED]
            found = answer(shop, report, {**asked, "group": group})
            from_files |= {report} if COUNTED[Reason.SEALED] > before else set()
            told = answer(twin, report, asked)
            assert found == told, (report, question)
        for number in ({"series": [{"event": None, "measure": "visitors"}], "interval": "day"}, {"steps": STEPS[:2]}):
            asked = {"from": "2026-11-08", "to": "2026-11-13", **number}
            before = COUNTED[Reason.SEALED]
            found = answer(shop, "changes", {"question": {**asked, "group": group}, "properties": ["plan"]})
            from_files |= {"changes"} if COUNTED[Reason.SEALED] > before else set()
            told = answer(twin, "changes", {"question": asked, "properties": ["plan"]})
            assert {**found, "began": None} == {**told, "began": None}
    assert from_files == (set() if engine == "postgres" else {report.name for report in REPORTS})
    assert answer(shop, "trends", {**RANGE, **ASKED[0][1], "group": "nothing"})["series"][0]["total"] == 0
    for report, question in ASKED:
        path = f"/api/apps/{shop}/reports/{report}?format=csv"
        plain = list(csv.reader(ask("POST", path, {**RANGE, **question}).text.splitlines()))
        told_as = list(csv.reader(ask("POST", path, {**RANGE, **question, "group": "a\nb"}).text.splitlines()))
        assert told_as[0][-1] == "counted"
        if report == "trends" or "breakdown" in question:
            continue  # whose columns are lines, or values that there are
        assert told_as[0] == [*(re.sub(r"^(previous )?visitors", r"\1accounts", name) for name in plain[0]), "counted"]
    who = ask("POST", f"/api/apps/{shop}/reports/funnel/visitors?format=csv", {**RANGE, **WHO, "group": "company"})
    assert who.text.splitlines()[1].endswith(",accounts: company")
    asked = LifecycleQuestion.model_validate({**RANGE, "interval": "day", "group": "company"})
    assert sentence_in_units("lifecycle", asked, "new visitors") == "new accounts (counting accounts: company)"
    assert sentence_in_units("trends", asked, "visitors, mine") == "visitors, mine (counting accounts: company)"


def drawn() -> list[Event]:
    """Some hundred events of a few devices, the same in every run."""
    random = Random(17)
    found: list[Event] = []
    for _ in range(400):
        said = random.choice(SAID)
        if said is not None:
            said = {**said, **random.choice([{"plan": "pro"}, {"plan": "free"}, {"plan": "x"}, {}])}
            said |= random.choice([{"amount": random.randrange(90)}, {}])
        at = BEGIN + timedelta(minutes=random.choice([10, 50, 200]) * random.randrange(80))
        found.append(
            (
                random.choice(["open", "use", "pay", "use", "pay", "$group", "$identify"]),
                random.choice(["d1", "d2", "d3", None]),
                at,
                said,
            )
        )
    early = timedelta(days=80)  # what is said then holds until the ninth day, and into the range that is asked about
    found.append(("$group", "d4", BEGIN - early, {"$groups": {"company": ["hooli", "initech"], "team": "blue"}}))
    found.append(("$identify", "d5", BEGIN - early, {"plan": "pro", "$groups": {"company": "hooli"}}))
    found += [
        (random.choice(["open", "use", "pay"]), one, BEGIN + timedelta(hours=7 * at), {"plan": "pro"})
        for at in range(40)
        for one in ("d4", "d5")
    ]
    return found


def answer(app_id: str, report: str, question: dict[str, Any]) -> Any:
    """What the report says."""
    reply = call(handler, "POST", f"/api/apps/{app_id}/reports/{report}", question, user_id="ann")
    assert reply.status == 200, reply.text
    return reply.json
