"""A link shows a board or a report to whoever has it, as long as whoever made it may show the app, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from query.app import handler
from query.shares.links import hash_of
from tests.conftest import forget_settings
from tests.gateway import Reply, call
from tests.people import Direct, happen, sign_up
from tests.query.conftest import Ask
from tests.tables import every_row
from tests.teams import gather, leave, share

LATER = (datetime.now(UTC) + timedelta(days=30)).isoformat()
SECRET_FILTER = {"property": "plan", "operator": "is", "value": "only-ours"}


@pytest.fixture
def board(ask: Ask, database: Direct, shop: str) -> str:
    """A board with a text, a trend of the last week and a funnel, over what two visitors did yesterday."""
    at = datetime.now(UTC) - timedelta(days=1)
    happen(database, shop, [("open", "d", at), ("pay", "d", at), ("open", "e", at)])
    trend = {"interval": "day", "series": [{"event": "open", "filters": [], "measure": "visitors"}]}
    funnel = {"steps": [{"event": "open"}, {"event": "pay"}], "filters": [{**SECRET_FILTER, "operator": "isNot"}]}
    made = [
        ask("POST", f"/api/apps/{shop}/saved-reports", {"name": name, "report": name, "question": said, "lastDays": 7})
        for name, said in (("trends", trend), ("funnel", funnel))
    ]
    tiles = [{"text": "Look."}, *({"savedReportId": each.json["id"], "width": "whole"} for each in made)]
    return str(ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Mornings", "tiles": tiles}).json["id"])


@pytest.fixture
def team(database: Direct, ann: str, shop: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The team that has the shop, too."""
    monkeypatch.setenv("AUTH_PLUGINS", "organization")
    forget_settings()
    made = gather(database, "growth", ann="owner", olga="owner", adam="admin", mia="member", vera="viewer")
    share(database, shop, made)
    yield made
    monkeypatch.delenv("AUTH_PLUGINS")
    forget_settings()


def link(ask: Ask, app_id: str, said: dict[str, Any], user_id: str = "ann") -> Any:
    """What somebody who makes a link is told."""
    reply = ask("POST", f"/api/apps/{app_id}/shares", said, user_id=user_id)
    assert reply.status == 201, reply.text
    return reply.json


def visit(url: str, password: str | None = None, **rest: Any) -> Reply:
    """What the API tells whoever has the link, and nothing else."""
    path = "/api/shared/" + url.rpartition("/")[2]
    if password is None:
        return call(handler, "GET", path, **rest)
    return call(handler, "POST", path, {"password": password}, **rest)


def test_a_link_shows_its_board_with_the_answers_that_its_owner_gets_and_names_nothing_else(
    ask: Ask, shop: str, board: str
) -> None:
    made = link(ask, shop, {"dashboardId": board})
    assert made["url"].startswith("https://spoor.example/shared/")
    assert (made["name"], made["isOpen"], made["views"], made["hasPassword"]) == ("Mornings", True, 0, False)
    shown = visit(made["url"])
    assert shown.status == 200
    said = shown.json
    assert said["name"] == "Mornings"
    assert said["tiles"][0] == {"width": "half", "text": "Look."}
    saved = ask("GET", f"/api/apps/{shop}/saved-reports").json["savedReports"]
    for tile, kept in zip(said["tiles"][1:], reversed(saved), strict=True):
        assert [tile[word] for word in ("name", "report", "status")] == [kept["name"], kept["report"], 200]
        assert tile["answer"] == ask("GET", f"/api/apps/{shop}/saved-reports/{kept['id']}/answer").json
    trend = said["tiles"][1]["question"]
    assert trend["series"] == [{"event": "open", "measure": "visitors"}]
    assert {*said["tiles"][2]["question"]} == {"from", "to", "timezone"}
    ids = [shop, board, "ann", "spk_shop", *(kept["id"] for kept in saved)]
    assert [each for each in [*ids, SECRET_FILTER["value"]] if each in shown.text] == []


def test_a_link_to_one_report_shows_that_report_alone(ask: Ask, shop: str, board: str) -> None:
    saved = ask("GET", f"/api/apps/{shop}/saved-reports").json["savedReports"][0]
    shown = visit(link(ask, shop, {"savedReportId": saved["id"]})["url"]).json
    assert [(tile["name"], tile["width"]) for tile in shown["tiles"]] == [(saved["name"], "whole")]
    ask("DELETE", f"/api/apps/{shop}/saved-reports/{saved['id']}")
    assert ask("GET", f"/api/apps/{shop}/shares").json == {"shares": []}


def test_nothing_that_opens_a_link_is_kept(ask: Ask, database: Direct, shop: str, board: str) -> None:
    made = link(ask, shop, {"dashboardId": board, "password": "correct horse"})
    token = made["url"].rpartition("/")[2]
    assert visit(made["url"], "correct horse").status == 200
    kept = str([every_row(database, table) for table in ("spoor.shares", "spoor.shared_answers", "spoor.rate_limit")])
    listed = ask("GET", f"/api/apps/{shop}/shares").text
    assert all(secret not in text for secret in (token, "correct horse") for text in (kept, listed))
    assert [row["token_hash"] for row in every_row(database, "spoor.shares")] == [hash_of(token)]


def test_no_word_and_no_other_way_gets_more_out_of_a_link(ask: Ask, shop: str, board: str) -> None:
    url = link(ask, shop, {"dashboardId": board})["url"]
    path = "/api/shared/" + url.rpartition("/")[2]
    for words in ("from=2020-01-01", "lastDays=90", "filters=x", "timezone=UTC", "format=csv", "board=x"):
        assert visit(url, query=words).status == 422, words
    assert call(handler, "POST", path, {"password": "12345678", "lastDays": 90}).status == 422
    csv = visit(url, headers={"accept": "text/csv"})
    assert csv.headers["content-type"].startswith("application/json")
    assert {call(handler, method, path, {}).status for method in ("PUT", "PATCH", "DELETE")} == {405}
    token = {"userId": "ann", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}
    assert call(handler, "GET", path.replace("/api/", "/api/v1/"), context=token).status == 404
    assert call(handler, "GET", f"{path}/{board}").status == 404


@pytest.mark.parametrize(
    "end",
    [
        "DELETE FROM spoor.shares",
        "UPDATE spoor.shares SET expires_at = now()",
        "DELETE FROM spoor.dashboards",
        "DELETE FROM spoor.member WHERE user_id = 'olga'",
        "UPDATE spoor.member SET role = 'admin' WHERE user_id = 'olga'",
        "DELETE FROM spoor.app_teams",
        "DELETE FROM spoor.organization",
        "DELETE FROM public.\"user\" WHERE id = 'olga'",
        "UPDATE public.tracked_apps SET owner_id = 'vera'",
        "DELETE FROM public.tracked_apps",
    ],
)
def test_a_link_is_dead_at_the_next_request_once_it_or_what_it_stands_on_has_ended(
    ask: Ask, database: Direct, shop: str, board: str, team: str, end: str
) -> None:
    made = link(ask, shop, {"dashboardId": board, "embedOn": ["https://a.example"]}, user_id="olga")
    page = "/shared/" + made["url"].rpartition("/")[2]
    assert visit(made["url"]).status == 200
    assert call(handler, "GET", page).status == 200
    database.execute(end.encode())
    gone = visit(made["url"])
    assert (gone.status, gone.json["code"]) == (404, "SHARE_NOT_FOUND")
    assert gone == visit("/shared/nothing") == visit("/shared/%00")
    shown = call(handler, "GET", page)
    assert shown.status == 404
    assert "frame-ancestors 'none'" in shown.headers["content-security-policy"]


def test_a_link_is_listed_with_its_views_and_ended_by_owners(
    ask: Ask, database: Direct, shop: str, board: str, team: str
) -> None:
    url = link(ask, shop, {"dashboardId": board}, user_id="olga")["url"]
    tag = visit(url).headers["etag"]
    visit(url)
    assert visit(url, headers={"if-none-match": tag}).status == 304
    visit(url, headers={"if-none-match": '"another"'})
    for user_id in ("ann", "adam", "mia", "vera"):
        [listed] = ask("GET", f"/api/apps/{shop}/shares", user_id=user_id).json["shares"]
        assert (listed["dashboardId"], listed["name"], listed["views"]) == (board, "Mornings", 2)
        assert datetime.now(UTC) - datetime.fromisoformat(listed["viewedAt"]) < timedelta(minutes=1)
    for user_id in ("adam", "mia", "vera"):
        assert ask("DELETE", f"/api/apps/{shop}/shares/{listed['id']}", user_id=user_id).status == 403
        assert ask("POST", f"/api/apps/{shop}/shares", {"dashboardId": board}, user_id=user_id).status == 403
    leave(database, team, "olga")
    assert [each["isOpen"] for each in ask("GET", f"/api/apps/{shop}/shares").json["shares"]] == [False]
    assert ask("DELETE", f"/api/apps/{shop}/shares/{listed['id']}").status == 204
    assert ask("DELETE", f"/api/apps/{shop}/shares/{listed['id']}").json["code"] == "SHARE_NOT_FOUND"


def test_a_link_is_made_of_words_that_make_sense(ask: Ask, database: Direct, shop: str, board: str) -> None:
    foreign = "0193a1f0-6a3e-7c10-9d5a-4f0d8f6b2a05"
    refused: list[tuple[dict[str, Any], str]] = [
        ({}, "body"),
        ({"dashboardId": board, "savedReportId": foreign}, "body"),
        ({"dashboardId": foreign}, "dashboardId"),
        ({"savedReportId": board}, "savedReportId"),
        ({"dashboardId": "x"}, "dashboardId"),
        ({"dashboardId": board, "range": 7}, "range"),
        ({"dashboardId": board, "password": "short"}, "password"),
        ({"dashboardId": board, "expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
        ({"dashboardId": board, "expiresAt": "2099-01-01T00:00:00Z"}, "expiresAt"),
        ({"dashboardId": board, "expiresAt": "2031-01-01T00:00:00"}, "expiresAt"),
    ]
    sites = (
        "*",
        "https://*",
        "example.com",
        "'self'",
        "https://a.example/x",
        "https://a.example;",
        "https://a b.example",
    )
    sites += ("javascript:x", "https://u:p@a.example", "https://a.example?", "https://a.example/", "http://", "data:x")
    refused += [({"dashboardId": board, "embedOn": [site]}, "embedOn[0]") for site in sites]
    for said, path in refused:
        reply = ask("POST", f"/api/apps/{shop}/shares", said)
        assert reply.status == 422, said
        assert path in [each["path"] for each in reply.json["errors"]] or path == "body", (said, reply.text)
    assert every_row(database, "spoor.shares") == []
    said = {"dashboardId": board, "expiresAt": LATER, "embedOn": ["HTTPS://A.example:443", "https://a.example"]}
    made = link(ask, shop, said)
    assert (made["embedOn"], made["expiresAt"]) == (["https://a.example"], LATER)


def test_a_page_of_a_link_is_framed_by_exactly_the_sites_that_it_names(ask: Ask, shop: str, board: str) -> None:
    for sites in ([], ["https://a.example"], ["https://a.example", "http://127.0.0.1:8080"]):
        url = link(ask, shop, {"dashboardId": board, "embedOn": sites, "password": "correct horse"})["url"]
        page = call(handler, "GET", "/shared/" + url.rpartition("/")[2])
        policy = dict(each.split(None, 1) for each in page.headers["content-security-policy"].split(";"))
        assert policy["frame-ancestors"] == (" ".join(sites) or "'none'")
        assert policy["script-src"] == policy["connect-src"] == "'self'"
        assert policy["default-src"] == "'none'"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-robots-tag"] == "noindex"
        assert page.text.startswith("<!doctype html>")
        assert "Mornings" not in page.text


def test_a_password_is_asked_for_and_cannot_be_tried_without_end(
    ask: Ask, database: Direct, shop: str, board: str
) -> None:
    url = link(ask, shop, {"dashboardId": board, "password": "correct horse"})["url"]
    asked = visit(url)
    assert (asked.status, asked.json["code"]) == (401, "PASSWORD_NEEDED")
    for _ in range(12):  # what is right is not counted
        assert visit(url, "correct horse").json["name"] == "Mornings"
    for _ in range(10):
        assert visit(url, "wrong").json["code"] == "WRONG_PASSWORD"
    refused = visit(url, "correct horse")
    assert (refused.status, refused.json["code"]) == (429, "TOO_MANY_REQUESTS")
    assert 0 < int(refused.headers["retry-after"]) <= 300
    other = link(ask, shop, {"dashboardId": board, "password": "correct horse"})["url"]
    assert visit(other, "correct horse").status == 200
    assert visit(link(ask, shop, {"dashboardId": board})["url"], "any").status == 200
    assert every_row(database, "spoor.shares")[0]["views"] == 12


def test_an_address_that_asks_too_often_is_told_to_wait_whatever_it_asks_for(
    ask: Ask, database: Direct, shop: str, board: str
) -> None:
    url = link(ask, shop, {"dashboardId": board})["url"]
    assert visit(url).status == 200
    database.execute("UPDATE spoor.rate_limit SET count = 100 WHERE key = 'share|127.0.0.1'")
    for asked in (visit(url), visit("/shared/nothing"), visit(url, "any")):
        assert (asked.status, asked.json["code"]) == (429, "TOO_MANY_REQUESTS")
    assert call(handler, "GET", "/shared/nothing").status == 429
    assert every_row(database, "spoor.shares")[0]["views"] == 1


def test_an_app_has_so_many_links_and_a_strangers_page_opens_none(
    ask: Ask, database: Direct, shop: str, board: str
) -> None:
    url = link(ask, shop, {"dashboardId": board})["url"]
    database.execute(
        "INSERT INTO spoor.shares (app_id, maker_id, dashboard_id, token_hash, embed_on)"
        " SELECT app_id, maker_id, dashboard_id, n::text::bytea, embed_on FROM spoor.shares, generate_series(2, 100) n"
    )
    assert ask("POST", f"/api/apps/{shop}/shares", {"dashboardId": board}).json["code"] == "TOO_MANY_KEPT"
    foreign = visit(url, "any", headers={"origin": "https://evil.example"})
    assert (foreign.status, foreign.json["code"]) == (403, "INVALID_ORIGIN")


def test_links_of_nobody_are_nobodys(database: Direct, ask: Ask, shop: str, board: str) -> None:
    """Where an application gives the app to somebody else, their links are their own to make."""
    url = link(ask, shop, {"dashboardId": board})["url"]
    sign_up(database, "bob")
    database.execute("UPDATE public.tracked_apps SET owner_id = 'bob'")
    assert visit(url).status == 404
    database.execute("UPDATE public.tracked_apps SET owner_id = 'ann'")
    assert visit(url).status == 200
