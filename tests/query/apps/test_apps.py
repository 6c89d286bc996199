"""An owner manages his own apps and funnels, and nobody else's."""

import pytest

from query import app as query_app
from spoor import settings
from tests.gateway import call
from tests.people import Direct, sign_up, track
from tests.query.conftest import Ask

FUNNEL = {
    "name": "Checkout",
    "steps": [{"event": "open"}, {"event": None, "label": "Then anything"}],
    "conversionWindowSeconds": 60,
}


def test_an_app_is_created_renamed_and_deleted(ask: Ask) -> None:
    made = ask("POST", "/api/apps", {"name": "Shop"})
    assert made.status == 201
    assert sorted(made.json) == ["apiKey", "createdAt", "id", "name"]
    path = f"/api/apps/{made.json['id']}"
    assert ask("PATCH", path, {"name": "Store"}).json["name"] == "Store"
    assert ask("GET", path).json == {**made.json, "name": "Store"}
    assert ask("DELETE", path).status == 204
    assert ask("GET", path).status == 404


def test_apps_are_listed_newest_first(ask: Ask) -> None:
    for name in ("first", "second"):
        ask("POST", "/api/apps", {"name": name})
    assert [app["name"] for app in ask("GET", "/api/apps").json["apps"]] == ["second", "first"]


def test_a_rotated_key_is_another_one(ask: Ask) -> None:
    made = ask("POST", "/api/apps", {"name": "Shop"}).json
    rotated = ask("POST", f"/api/apps/{made['id']}/rotate-key").json
    assert rotated["apiKey"] != made["apiKey"]
    assert ask("GET", f"/api/apps/{made['id']}").json == rotated


@pytest.mark.parametrize("name", ["", "x" * 101, "   ", 5, None, "a\0b"])
def test_an_app_needs_a_name_of_one_to_a_hundred_characters(ask: Ask, name: object) -> None:
    assert ask("POST", "/api/apps", {"name": name}).status == 422


def test_a_funnel_is_kept_asked_by_its_id_and_deleted(database: Direct, shop: str, ask: Ask) -> None:
    made = ask("POST", f"/api/apps/{shop}/funnels", FUNNEL)
    assert made.status == 201
    assert {key: made.json[key] for key in FUNNEL} == FUNNEL
    path = f"/api/apps/{shop}/funnels/{made.json['id']}"
    assert ask("GET", path).json == made.json
    assert ask("GET", f"/api/apps/{shop}/funnels").json == {"funnels": [made.json]}
    asked = {"from": "2026-11-01", "to": "2026-11-02", "funnelId": made.json["id"]}
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", asked)
    assert [step["label"] for step in reply.json["steps"]] == ["open", "Then anything"]
    assert ask("DELETE", path).status == 204
    assert ask("POST", f"/api/apps/{shop}/reports/funnel", asked).status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Renamed"},
        {"steps": [{"event": "open", "filters": [{"property": "plan", "operator": "is", "value": "pro"}]}]},
        {"conversionWindowSeconds": 5},
        {"name": "Renamed", "conversionWindowSeconds": 5},
        {},
    ],
)
def test_what_a_change_of_a_funnel_does_not_name_stays(shop: str, ask: Ask, change: dict[str, object]) -> None:
    made = ask("POST", f"/api/apps/{shop}/funnels", FUNNEL).json
    path = f"/api/apps/{shop}/funnels/{made['id']}"
    assert ask("PATCH", path, change).json == {**made, **change}
    assert ask("GET", path).json == {**made, **change}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"steps": []}, "steps"),
        ({"name": " "}, "name"),
        ({"conversionWindowSeconds": 0}, "conversionWindowSeconds"),
        ({"appId": "another"}, "appId"),
    ],
)
def test_a_change_of_a_funnel_that_makes_no_sense_is_refused(
    shop: str, ask: Ask, change: dict[str, object], path: str
) -> None:
    made = ask("POST", f"/api/apps/{shop}/funnels", FUNNEL).json
    reply = ask("PATCH", f"/api/apps/{shop}/funnels/{made['id']}", change)
    assert (reply.status, reply.json["errors"][0]["path"]) == (422, path)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"name": "mine"}),
        ("DELETE", "", None),
        ("POST", "/rotate-key", None),
        ("POST", "/funnels", FUNNEL),
        ("GET", "/events", None),
        ("GET", "/funnels", None),
        ("GET", "/funnels/{funnel}", None),
        ("DELETE", "/funnels/{funnel}", None),
        (
            "POST",
            "/reports/trends",
            {"from": "2026-11-01", "to": "2026-11-02", "interval": "day", "series": [{"event": None}]},
        ),
        ("POST", "/reports/funnel", {"from": "2026-11-01", "to": "2026-11-02", "steps": [{"event": "a"}]}),
        ("POST", "/reports/nothing", {}),
    ],
)
def test_somebody_elses_app_is_the_same_404_as_none_at_all(
    database: Direct, shop: str, ask: Ask, method: str, path: str, body: object
) -> None:
    funnel = ask("POST", f"/api/apps/{shop}/funnels", FUNNEL).json["id"]
    bob = sign_up(database, "bob")
    track(database, bob, "spk_bob")
    before = database.execute("SELECT * FROM public.tracked_apps ORDER BY id").fetchall()
    address = path.format(funnel=funnel)
    foreign = ask(method, f"/api/apps/{shop}{address}", body, user_id=bob)
    absent = ask(method, f"/api/apps/00000000-0000-0000-0000-000000000000{address}", body, user_id=bob)
    garbled = ask(method, f"/api/apps/%00'{address}", body, user_id=bob)
    assert foreign.status == 404
    assert foreign == absent == garbled
    assert database.execute("SELECT * FROM public.tracked_apps ORDER BY id").fetchall() == before


def test_a_funnel_of_another_app_is_a_404_though_both_are_mine(database: Direct, ann: str, shop: str, ask: Ask) -> None:
    funnel = ask("POST", f"/api/apps/{shop}/funnels", FUNNEL).json["id"]
    other = track(database, ann, "spk_other")
    assert ask("GET", f"/api/apps/{other}/funnels/{funnel}").status == 404
    asked = {"from": "2026-11-01", "to": "2026-11-02", "funnelId": funnel}
    assert ask("POST", f"/api/apps/{other}/reports/funnel", asked).status == 404


def test_without_the_authorizers_word_nobody_gets_in(shop: str, ask: Ask) -> None:
    assert ask("GET", f"/api/apps/{shop}", user_id=None).status == 401


def test_an_unknown_report_is_refused_by_name(shop: str, ask: Ask) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/horoscope", {})
    assert reply.status == 422
    assert "horoscope" in reply.json["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    ["{", "[" * 100_000, '{"name": ' + "9" * 5000 + "}", b'{"name": "\xff"}', ""],
    ids=lambda body: str(body)[:12],
)
def test_a_body_that_cannot_be_read_is_a_400(ask: Ask, body: object) -> None:
    headers = {"content-type": "application/json"}
    reply = call(query_app.handler, "POST", "/api/apps", body, user_id="ann", headers=headers)
    assert (reply.status, reply.json["code"]) in {(400, "INVALID_JSON"), (400, "EMPTY_BODY")}


def test_json_that_does_not_say_that_it_is_json_is_told_what_to_say(ask: Ask) -> None:
    reply = call(query_app.handler, "POST", "/api/apps", '{"name": "a"}', user_id="ann")
    assert reply.status == 415
    assert "application/json" in reply.json["message"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("https://spoor.example", 200),
        ("https://trusted.example", 200),
        ("https://evil.example", 403),
        ("https://spoor.example:8443", 403),
        ("https://sibling.spoor.example", 403),
        ("null", 403),
    ],
)
def test_a_page_of_another_origin_changes_nothing_though_the_cookie_comes_along(
    shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, origin: str | None, status: int
) -> None:
    monkeypatch.setenv("TRUSTED_ORIGINS", "https://other.example, https://trusted.example")
    settings.setting.cache_clear()
    path, headers = f"/api/apps/{shop}/rotate-key", {"origin": origin} if origin else {}
    assert call(query_app.handler, "POST", path, user_id="ann", headers=headers).status == status
    assert call(query_app.handler, "GET", "/api/apps", user_id="ann", headers=headers).status == 200
    monkeypatch.undo()
    settings.setting.cache_clear()


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("", 200)])
def test_what_a_browser_says_another_site_has_sent_is_refused_though_it_names_no_origin(
    shop: str, ask: Ask, site: str, status: int
) -> None:
    path, headers = f"/api/apps/{shop}/rotate-key", {"sec-fetch-site": site} if site else {}
    assert call(query_app.handler, "POST", path, user_id="ann", headers=headers).status == status
    assert call(query_app.handler, "GET", "/api/apps", user_id="ann", headers=headers).status == 200
