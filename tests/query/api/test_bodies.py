"""An address that takes no body makes nothing of one: what is said in it is refused, not ignored."""

from query.app import app
from tests.people import Direct, claim
from tests.query.conftest import Ask

NO_ID = "00000000-0000-0000-0000-000000000000"
BODILESS = sorted(
    (method, route.path)
    for route in app.routes
    if getattr(route, "dependant", None) is not None and route.body_field is None
    for method in route.methods
)
"""Every address that reads no body, out of the application itself."""


def test_a_body_where_none_is_taken_is_refused_and_one_that_says_nothing_is_not(shop: str, ask: Ask) -> None:
    assert len(BODILESS) > 40
    for method, path in BODILESS:
        address = path.replace("{app_id}", shop).replace("{visitor_id:path}", "u1").replace("{visitor_id}", "u1")
        address = "/".join(NO_ID if part.startswith("{") else part for part in address.split("/"))
        refused = ask(method, address, {"since": "2026-11-01"})
        assert (refused.status, refused.json.get("code")) == (422, "INVALID_REQUEST"), (method, path, refused.text)
        assert "takes no body" in refused.json["errors"][0]["message"], (method, path)
    for said, status in ((None, 200), ({}, 200), (b" {} ", 200), ("null", 200), (b"{", 422), ("x", 422), ([], 422)):
        assert ask("POST", f"/api/apps/{shop}/rotate-key", said).status == status, said


def test_whoever_names_one_merge_in_a_body_does_not_lose_all(database: Direct, shop: str, ask: Ask) -> None:
    claim(database, shop, ("d1", "u1"), ("d2", "u2"), ("d3", "u3"))
    merges = f"/api/apps/{shop}/visitors/u1/merges"
    for other in ("u2", "u3"):
        assert ask("POST", merges, {"visitorId": other}).status == 201
    assert ask("DELETE", merges, {"visitorId": "u2"}).status == 422
    assert len(ask("GET", merges).json["merges"]) == 2
    assert ask("DELETE", f"{merges}?visitorId=u2").json == {"takenBack": 1}
