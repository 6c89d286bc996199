"""What an owner keeps is bounded in number and size, so that a list of it can always be answered."""

import json
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Text, cast, func, insert, select, true

from query.account import tokens
from query.apps import tracked_apps
from query.kept import annotations, cohorts, dashboards, funnels, saved_reports
from query.kept import bounds as kept
from query.kept.table import said
from spoor import database as layer
from spoor.errors import SpoorError, Unprocessable
from spoor.statements import compiled
from tests.people import Direct
from tests.query.conftest import Ask

ANSWER_LIMIT = 6 * 1024 * 1024
"""Bytes that Lambda answers with at the most."""
RANGE = {"from": "2026-11-01", "to": "2026-11-03"}


def trend(values: list[Any]) -> dict[str, Any]:
    """A question with these values in it."""
    conditions = [{"property": "p", "operator": "is", "value": values}] if values else []
    return {**RANGE, "interval": "day", "series": [{"event": "open", "filters": conditions}]}


def did(values: list[Any]) -> dict[str, Any]:
    """A cohort's definition with these values in it."""
    return {"kind": "did", "event": "open", "lastDays": 7, "filters": trend(values)["series"][0]["filters"]}


WORDS: dict[str, Any] = {
    "saved-reports": lambda values: {"name": "x", "report": "trends", "question": trend(values)},
    "funnels": lambda values: {"name": "x", "steps": trend(values)["series"]},
    "cohorts": lambda values: {"name": "x", "definition": did(values)},
    "annotations": lambda _: {"at": "2026-11-01", "text": "x"},
    "dashboards": lambda _: {"name": "x", "reportIds": []},
}
"""For each list of an app what one of it is made by; `values` make it larger."""
KINDS = {
    "saved-reports": saved_reports.KIND,
    "funnels": funnels.KIND,
    "cohorts": cohorts.KIND,
    "annotations": annotations.KIND,
    "dashboards": dashboards.KIND,
}
SAID = {"saved-reports": "question", "funnels": "steps", "cohorts": "definition"}
"""What of it may become large."""


def fill(database: Direct, kind: kept.Kind, count: int) -> None:
    """As many more as this of the one that is there."""
    table = kind.whose.table
    again = func.generate_series(1, count).table_valued("n").render_derived("again")
    anew = {"id": func.gen_random_uuid(), "api_key": cast(again.c.n, Text)}
    columns = [anew.get(column.name, column) for column in table.columns]
    more = select(*columns).select_from(table.join(again, true()))
    database.execute(*compiled(insert(table).from_select(list(table.columns), more), "fill"))


@pytest.mark.parametrize("list_", WORDS)
def test_an_app_keeps_so_many_of_a_kind_and_one_more_when_one_is_gone(
    database: Direct, shop: str, ask: Ask, list_: str
) -> None:
    path, words, kind = f"/api/apps/{shop}/{list_}", WORDS[list_]([]), KINDS[list_]
    made = ask("POST", path, words)
    assert made.status == 201
    fill(database, kind, kind.most - 2)
    assert ask("POST", path, words).status == 201
    reply = ask("POST", path, words)
    assert (reply.status, reply.json["code"]) == (409, "TOO_MANY_KEPT")
    assert f"{kind.most} {kind.called}" in reply.json["message"]
    assert ask("DELETE", f"{path}/{made.json['id']}").status == 204
    assert ask("POST", path, words).status == 201


def test_a_user_has_so_many_apps(database: Direct, shop: str, ask: Ask) -> None:
    fill(database, tracked_apps.KIND, tracked_apps.KIND.most - 2)
    assert [ask("POST", "/api/apps", {"name": "x"}).status for _ in range(2)] == [201, 409]


def test_a_user_has_so_many_tokens_that_still_open_something(
    database: Direct, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN_SECRETS", "a-key-that-only-tests-know-0123456789")
    words = {"name": "x", "scopes": ["read"], "expiresInDays": 1}
    assert ask("POST", "/api/tokens", words).status == 201
    fill(database, tokens.KIND, tokens.KIND.most - 1)
    reply = ask("POST", "/api/tokens", words)
    assert (reply.status, "50 tokens" in reply.json["message"]) == (409, True)
    database.execute(
        "UPDATE spoor.api_tokens SET expires_at = now() WHERE id IN (SELECT id FROM spoor.api_tokens LIMIT 1)"
    )
    assert ask("POST", "/api/tokens", words).status == 201


def test_of_two_at_once_only_one_is_the_last(database: Direct, shop: str, ask: Ask) -> None:
    words = WORDS["funnels"]([])
    assert ask("POST", f"/api/apps/{shop}/funnels", words).status == 201
    fill(database, funnels.KIND, funnels.KIND.most - 2)

    def later() -> str:
        try:
            return str(funnels.create(UUID(shop), "x", words["steps"], 60).id)
        except SpoorError as error:
            return error.code

    with ThreadPoolExecutor(1) as pool:
        with database.transaction():
            database.execute(layer.sql("query.kept", "lock_kept"), {"owner": shop})
            database.execute("INSERT INTO public.funnels (app_id, name, steps) VALUES (%s, 'x', '[]')", [shop])
            second = pool.submit(later)
            while not second.done() and not database.execute("SELECT FROM pg_locks WHERE NOT granted").rowcount:
                sleep(0.01)
        assert second.result() == "TOO_MANY_KEPT"


LARGE: dict[str, Any] = {
    "letters": "é",
    "marks that are escaped, and once more on their way": '"',
    "numbers that the database writes out": 1e300,
}


def largest(list_: str, letter: Any) -> list[Any]:
    """Values that nearly make one as large as it may be."""
    room = KINDS[list_].largest - 400
    if isinstance(letter, float):
        return [letter] * (room // 302)
    size = len(json.dumps(letter, ensure_ascii=False).encode()) - 2
    text = letter * min(900, room // size)
    return [text] * max(1, room // (len(text) * size + 3))


@pytest.mark.parametrize(
    ("list_", "letter"),
    [(list_, letter) for list_ in SAID for letter in LARGE],
)
def test_the_longest_list_of_the_largest_can_be_answered(
    database: Direct, shop: str, ask: Ask, list_: str, letter: str
) -> None:
    path, kind = f"/api/apps/{shop}/{list_}", KINDS[list_]
    values = largest(list_, LARGE[letter])
    made = ask("POST", path, WORDS[list_](values))
    assert made.status == 201, made.text
    assert len(json.dumps(made.json[SAID[list_]], ensure_ascii=False).encode()) > kind.largest * 0.5
    fill(database, kind, kind.most - 1)
    reply = ask("GET", path)
    answer = {"statusCode": reply.status, "headers": dict(reply.headers), "body": reply.text}
    assert len(next(iter(reply.json.values()))) == kind.most
    assert kept.LARGEST_LIST / 2 < len(json.dumps(answer, ensure_ascii=False).encode()) < ANSWER_LIMIT


@pytest.mark.parametrize("letter", ["\x01", "😀", '"'])
def test_the_longest_list_of_the_longest_notes_can_be_answered(
    database: Direct, shop: str, ask: Ask, letter: str
) -> None:
    path = f"/api/apps/{shop}/annotations"
    assert ask("POST", path, {"at": "2026-11-01", "text": letter * 1000}).status == 201
    fill(database, annotations.KIND, annotations.KIND.most - 1)
    reply = ask("GET", path)
    assert len(reply.json["annotations"]) == annotations.KIND.most
    assert len(json.dumps({"body": reply.text}, ensure_ascii=False).encode()) < ANSWER_LIMIT


@pytest.mark.parametrize("letter", ["letters", "marks that are escaped, and once more on their way"])
def test_the_longest_list_of_the_largest_boards_can_be_answered(
    database: Direct, shop: str, ask: Ask, letter: str
) -> None:
    kind, path = dashboards.KIND, f"/api/apps/{shop}/dashboards"
    tiles = [{"text": str(each), "width": "twoThirds"} for each in largest("dashboards", LARGE[letter])]
    while ask("POST", path, {"name": "x", "tiles": tiles}).status == 422:
        tiles.pop()
    fill(database, kind, kind.most - 1)
    database.execute(
        "INSERT INTO spoor.dashboard_texts SELECT id, place, text, width"
        " FROM spoor.dashboards, spoor.dashboard_texts WHERE id <> dashboard_id"
    )
    reply = ask("GET", path)
    assert [len(each["tiles"]) for each in reply.json["dashboards"]] == [len(tiles)] * kind.most
    answer = {"statusCode": reply.status, "headers": dict(reply.headers), "body": reply.text}
    assert kept.LARGEST_LIST / 2 < len(json.dumps(answer, ensure_ascii=False).encode()) < ANSWER_LIMIT


def test_a_board_that_is_too_large_is_refused_by_its_number(shop: str, ask: Ask) -> None:
    tiles = [{"text": "😀" * 900}] * 8
    reply = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "x", "tiles": tiles})
    assert (reply.status, [each["path"] for each in reply.json["errors"]]) == (422, ["tiles"])
    assert f"{dashboards.KIND.largest:,}" in reply.json["errors"][0]["message"]


@pytest.mark.parametrize("list_", SAID)
def test_one_that_is_too_large_is_refused_by_its_path_and_number_new_or_changed(
    shop: str, ask: Ask, list_: str
) -> None:
    path = f"/api/apps/{shop}/{list_}"
    large = WORDS[list_](["😀" * 900] * 6)
    made = ask("POST", path, WORDS[list_]([])).json
    method = "PUT" if list_ == "saved-reports" else "PATCH"
    for reply in (ask("POST", path, large), ask(method, f"{path}/{made['id']}", large)):
        assert (reply.status, [each["path"] for each in reply.json["errors"]]) == (422, [SAID[list_]])
        assert f"{KINDS[list_].largest:,}" in reply.json["errors"][0]["message"]
    assert ask("GET", path).json == {next(iter(ask("GET", path).json)): [made]}


@pytest.mark.parametrize("list_", SAID)
def test_as_many_bytes_as_may_be_are_kept_and_not_one_more(list_: str) -> None:
    kind = KINDS[list_]
    kept.check_size(kind, "question", "x" * (kind.largest - len('""')))
    with pytest.raises(Unprocessable):
        kept.check_size(kind, "question", "x" * (kind.largest - len('""') + 1))


def test_a_number_has_the_size_in_which_the_database_gives_it_back() -> None:
    kind, sent = kept.Kind("numbers", kept.LARGEST_LIST // 300, annotations.KIND.whose), [1e300]
    assert len(json.dumps(sent)) < kind.largest < len(json.dumps([int(1e300)]))
    with pytest.raises(Unprocessable):
        kept.check_size(kind, "numbers", sent)


def test_all_that_a_change_says_is_changed_though_it_be_empty_or_nothing() -> None:
    assert said(name="", steps=[], last=0, text=None) == {"name": "", "steps": [], "last": 0}
