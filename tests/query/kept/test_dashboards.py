"""Saved reports and texts are put on boards, in an order, each as wide as its owner wants."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any
from uuid import UUID

import pytest

from query.kept import dashboards
from tests.people import Direct, track
from tests.query.conftest import Ask
from tests.query.kept.test_saved_reports import save


def test_a_board_keeps_the_order_of_its_reports(shop: str, ask: Ask) -> None:
    first, second, third = (save(ask, shop)["id"] for _ in range(3))
    made = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Board", "reportIds": [second, first]})
    assert made.status == 201
    assert made.json["reportIds"] == [second, first]
    path = f"/api/apps/{shop}/dashboards/{made.json['id']}"
    moved = ask("PATCH", path, {"reportIds": [third, first, second]}).json
    assert moved["reportIds"] == [third, first, second]
    assert ask("PATCH", path, {"name": "Other"}).json == {**moved, "name": "Other"}
    ask("DELETE", f"/api/apps/{shop}/saved-reports/{first}")
    assert ask("GET", path).json["reportIds"] == [third, second]
    assert len(ask("GET", f"/api/apps/{shop}/dashboards").json["dashboards"]) == 1
    assert ask("DELETE", path).status == 204
    assert ask("GET", f"/api/apps/{shop}/saved-reports/{second}").status == 200


def test_a_board_takes_only_reports_of_its_app_each_once(database: Direct, ann: str, shop: str, ask: Ask) -> None:
    mine, other = save(ask, shop)["id"], track(database, ann, "spk_other")
    foreign = save(ask, other)["id"]
    made = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Board", "reportIds": [mine]}).json
    for ids in ([mine, foreign], [mine, mine], ["00000000-0000-0000-0000-000000000000"], ["mine"]):
        assert ask("PATCH", f"/api/apps/{shop}/dashboards/{made['id']}", {"reportIds": ids}).status == 422
        assert ask("POST", f"/api/apps/{shop}/dashboards", {"name": "B", "reportIds": ids}).status == 422
    assert ask("GET", f"/api/apps/{shop}/dashboards").json == {"dashboards": [made]}


def test_of_two_new_orders_at_once_the_later_one_stays(database: Direct, shop: str, ask: Ask) -> None:
    ids = [UUID(save(ask, shop)["id"]) for _ in range(2)]
    board = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "B"}).json["id"]
    with ThreadPoolExecutor(1) as pool:
        with database.transaction():
            database.execute("SELECT FROM spoor.dashboards WHERE id = %s FOR UPDATE", [board])
            for place, report_id in enumerate(ids):
                database.execute("INSERT INTO spoor.dashboard_reports VALUES (%s, %s, %s)", [board, report_id, place])
            later = pool.submit(dashboards.change, UUID(str(shop)), board, None, dashboards.of_reports(ids[::-1]))
            while not later.done() and not database.execute("SELECT FROM pg_locks WHERE NOT granted").rowcount:
                sleep(0.01)
        assert later.result().report_ids == ids[::-1]


def test_a_board_holds_reports_and_texts_in_one_order_each_of_a_width(shop: str, ask: Ask) -> None:
    first, second = (save(ask, shop)["id"] for _ in range(2))
    tiles = [
        {"text": "What we *watch* <b>", "width": "whole"},
        {"savedReportId": second, "width": "twoThirds"},
        {"text": "and why", "width": "third"},
        {"savedReportId": first, "width": "half"},
    ]
    made = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Board", "tiles": tiles}).json
    assert (made["tiles"], made["reportIds"]) == (tiles, [second, first])
    path = f"/api/apps/{shop}/dashboards/{made['id']}"
    assert ask("PATCH", path, {"tiles": tiles[::-1]}).json["tiles"] == tiles[::-1]
    assert ask("PATCH", path, {"name": "Other"}).json["tiles"] == tiles[::-1]
    ask("DELETE", f"/api/apps/{shop}/saved-reports/{second}")
    assert ask("GET", path).json["tiles"] == [tiles[3], tiles[2], tiles[0]]
    assert ask("PATCH", path, {"tiles": []}).json["tiles"] == []


def test_whoever_gives_ids_alone_gets_tiles_of_half_a_row(shop: str, ask: Ask) -> None:
    first, second = (save(ask, shop)["id"] for _ in range(2))
    made = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Board", "reportIds": [second, first]}).json
    assert made["tiles"] == [{"savedReportId": second, "width": "half"}, {"savedReportId": first, "width": "half"}]


@pytest.mark.parametrize(
    "tile",
    [
        {},
        {"text": " "},
        {"text": "x" * 5001},
        {"text": "x", "width": "huge"},
        {"text": "x", "savedReportId": "00000000-0000-0000-0000-000000000000"},
        {"savedReportId": "00000000-0000-0000-0000-000000000000"},
        {"text": "x", "colour": "red"},
    ],
)
def test_a_tile_that_is_neither_a_report_nor_a_text_is_refused(shop: str, ask: Ask, tile: dict[str, Any]) -> None:
    assert ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Board", "tiles": [tile]}).status == 422
    assert ask("GET", f"/api/apps/{shop}/dashboards").json == {"dashboards": []}


def test_a_board_is_given_tiles_or_ids_and_not_both(shop: str, ask: Ask) -> None:
    words = {"name": "Board", "tiles": [{"text": "x"}], "reportIds": []}
    assert ask("POST", f"/api/apps/{shop}/dashboards", words).status == 422
