"""What the catalogue expects in words: a rule for each such case, held to what was answered and to what is stored."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.gateway import Reply
from tests.hostile.adapter import Values
from tests.hostile.query.adapter import sent
from tests.hostile.query.plays import STEPS
from tests.hostile.query.scene import QueryScene
from tests.oracles import funnel as oracle

Rule = Callable[[QueryScene, Mapping[str, Any], list[Reply]], None]


def as_unknown_as_any(scene: QueryScene, request: Mapping[str, Any], replies: list[Reply]) -> None:
    """To the byte what one hears of an app that is not there."""
    nobodys = Values({**scene.names, request["app"]: str(uuid4())})
    assert replies == [scene.ask(sent(request, nobodys))]


def as_unknown_a_funnel(scene: QueryScene, request: Mapping[str, Any], replies: list[Reply]) -> None:
    """To the byte what one hears of a funnel that is not there."""
    nobodys = Values({**scene.names, request["funnel"]: str(uuid4())})
    assert replies == [scene.ask(sent(request, nobodys))]


def stays_where_it_is(scene: QueryScene, *_: Any) -> None:
    rows = scene.direct.execute("SELECT app_id::text FROM public.funnels WHERE id = %s", [scene.names["$FUNNEL_OF_A"]])
    assert rows.fetchall() == [{"app_id": scene.names["$APP_A"]}]


def lists_bobs_alone(scene: QueryScene, _: Mapping[str, Any], replies: list[Reply]) -> None:
    assert [app["id"] for app in replies[0].json["apps"]] == [scene.names["$APP_B"]]


def groups_as_python_does(scene: QueryScene, request: Mapping[str, Any], replies: list[Reply]) -> None:
    """The name is one key, or several with dots between, and nothing else; or it is refused by its place."""
    if replies[0].status != 200:
        assert replies[0].json["errors"][0]["path"].startswith("breakdown.property")
        return
    found = {repr(each["breakdown"]): each["total"] for each in replies[0].json["series"]}
    expected: Counter[str] = Counter()
    for row in scene.rows():
        value = row["properties"] or {}
        for key in request["breakdown"].split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if row["api_key"] == "spk_A":
            expected[repr(value)] += 1
    assert found == expected


def names_the_zone(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    assert [each["path"] for each in replies[0].json["errors"]] == ["timezone"]


def is_empty(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    assert replies[0].json["buckets"] == []
    assert [each["values"] for each in replies[0].json["series"]] == [[]]


def shows_nothing_of_bobs(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    assert [each["path"] for each in replies[0].json["errors"]] == ["app"]


def adds_numbers_alone(_: QueryScene, request: Mapping[str, Any], replies: list[Reply]) -> None:
    [series] = replies[0].json["series"]
    assert series["total"] == 2.5
    assert series["skipped"] == sum(value is not None for value in request["data"])  # null is no value at all


def takes_an_event_a_step(scene: QueryScene, request: Mapping[str, Any], replies: list[Reply]) -> None:
    scene.happen(scene.names["$APP_A"], [("a", "d1", {}, "2026-01-01T12:00:00Z")])
    values = Values({**scene.names, "$FUNNEL": replies[0].json["id"]})
    asked = sent({"op": "report.funnel", "headers": request["headers"], "app": "$APP_A"}, values)
    asked.body.pop("steps")
    asked.body["funnelId"] = replies[0].json["id"]
    assert [step["visitors"] for step in scene.ask(asked).json["steps"]] == [1, 0, 0]


def counts_as_the_oracle(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    seen = [oracle.Seen(name, who, noon + timedelta(minutes=at)) for who, name, at in STEPS]
    asked = oracle.Asked(
        [oracle.named("a"), oracle.named("b")],
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 3, tzinfo=UTC),
        timedelta(days=7),
    )
    reached = [len(each[0].steps) for each in oracle.best(seen, asked).values()]
    expected = [len(reached), sum(steps == 2 for steps in reached)]
    assert [step["visitors"] for step in replies[0].json["steps"]] == expected


def cuts_beyond_the_gap(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    totals = replies[0].json["totals"]
    assert (totals["sessions"], totals["visitors"], totals["bounceRate"]) == (4, 3, 0.75)


def reads_back(_: QueryScene, request: Mapping[str, Any], replies: list[Reply]) -> None:
    reply = replies[0]
    assert reply.headers["content-disposition"] == 'attachment; filename="events-2026-01-01.csv"'
    cells = [row["name"] for row in csv.DictReader(io.StringIO(reply.text, newline=""))]
    names = [name for name in request["data"] if "\0" not in name]
    assert cells == [f"'{name}" if name[0] in "=+-@\t\r" else name for name in names]


def shares_with_no_origin(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    assert "access-control-allow-origin" not in replies[0].headers


def says_how_to_ask(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    assert (replies[0].status, replies[0].json["code"]) == (503, "REPORT_TOO_SLOW")
    assert "shorter range" in replies[0].json["message"]


def says_it_is_capped(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    assert replies[0].json["capped"] is True
    assert len(replies[0].text.encode()) < 1024 * 1024


def is_private(_: QueryScene, __: Mapping[str, Any], replies: list[Reply]) -> None:
    """No proxy keeps it, no browser guesses what it is; catalogue.DEVIATIONS says why the key is in it."""
    headers = replies[0].headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-type"] == "application/json; charset=utf-8"


RULES: Mapping[str, Rule] = {
    **{f"QRY-{number:03}": as_unknown_as_any for number in (2, 3, 4, 6, 7, 8, 9, 10, 11, 13)},
    **{f"QRY-{number:03}": as_unknown_a_funnel for number in (14, 15, 16)},
    **{f"QRY-{number:03}": groups_as_python_does for number in (25, 26, 27, 28, 29, 30, 32, 33, 34, 36, 37, 38, 39)},
    **{f"QRY-{number:03}": names_the_zone for number in (44, 45, 47, 48)},
    "QRY-018": stays_where_it_is,
    "QRY-020": lists_bobs_alone,
    "QRY-052": is_empty,
    "QRY-056": shows_nothing_of_bobs,
    "QRY-058": adds_numbers_alone,
    "QRY-061": takes_an_event_a_step,
    "QRY-063": counts_as_the_oracle,
    "QRY-065": cuts_beyond_the_gap,
    "QRY-066": reads_back,
    "QRY-071": shares_with_no_origin,
    "QRY-074": says_how_to_ask,
    "QRY-075": says_it_is_capped,
    "QRY-076": is_private,
}
