"""An app's rules for what ingest takes are its owner's to read and to change, a word at a time."""

import pytest

from ingest.apps import keys
from ingest.apps.app_rules import AppRules
from tests.people import Direct, sign_up
from tests.query.conftest import Ask

ENTRY = "all"  # another function has its say, too

AT_FIRST = {
    "keepBots": False,
    "allowedOrigins": [],
    "allowedEventNames": None,
    "rateLimitPerMinute": None,
    "sessionGapSeconds": 1800,
    "acceptClaims": True,
    "acceptMerges": False,
    "retentionDays": None,
}
ALL = {
    "keepBots": True,
    "allowedOrigins": ["https://shop.example", "https://*.shop.example"],
    "allowedEventNames": ["open", "Grüße ☕"],
    "rateLimitPerMinute": 600,
    "sessionGapSeconds": 600,
    "acceptClaims": True,
    "acceptMerges": False,
    "retentionDays": 400,
}


def test_at_first_an_app_takes_everything_but_bots(shop: str, ask: Ask) -> None:
    reply = ask("GET", f"/api/apps/{shop}/settings")
    assert (reply.status, reply.json) == (200, AT_FIRST)


def test_only_what_is_said_is_changed(shop: str, ask: Ask) -> None:
    path = f"/api/apps/{shop}/settings"
    assert ask("PATCH", path, ALL).json == ALL
    assert ask("PATCH", path, {"keepBots": False}).json == {**ALL, "keepBots": False}
    assert ask("PATCH", path, {}).json == {**ALL, "keepBots": False}
    back = {"allowedOrigins": [], "allowedEventNames": None, "rateLimitPerMinute": None, "sessionGapSeconds": 1800}
    back["retentionDays"] = None
    assert ask("PATCH", path, back).json == AT_FIRST
    assert ask("GET", path).json == AT_FIRST


def test_no_name_at_all_may_be_allowed(shop: str, ask: Ask) -> None:
    assert ask("PATCH", f"/api/apps/{shop}/settings", {"allowedEventNames": []}).json["allowedEventNames"] == []


def test_ingest_finds_the_settings_with_the_key(shop: str, ask: Ask) -> None:
    ask("PATCH", f"/api/apps/{shop}/settings", ALL)
    origins = ("https://shop.example", "https://*.shop.example")
    assert keys.find_app_now("spk_shop") == AppRules(shop, True, origins, frozenset(["open", "Grüße ☕"]), 600)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("HTTPS://Shop.Example/", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://*.shop.example:8443", "https://*.shop.example:8443"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(shop: str, ask: Ask, said: str, kept: str) -> None:
    assert ask("PATCH", f"/api/apps/{shop}/settings", {"allowedOrigins": [said]}).json["allowedOrigins"] == [kept]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("keepBot", True),
        ("keep_bots", True),
        ("keepBots", None),
        ("keepBots", "yes"),
        ("allowedOrigins", None),
        ("allowedOrigins", ["*"]),
        ("allowedOrigins", ["shop.example"]),
        ("allowedOrigins", ["https://shop.example/path"]),
        ("allowedOrigins", ["https://shop.*.example"]),
        ("allowedOrigins", ["https://*shop.example"]),
        ("allowedOrigins", ["https://ann@shop.example"]),
        ("allowedOrigins", ["https://shop.example\n"]),
        ("allowedOrigins", ["https://shop.example"] * 101),
        ("allowedEventNames", ["a\0"]),
        ("allowedEventNames", [""]),
        ("allowedEventNames", ["a" * 201]),
        ("allowedEventNames", "open"),
        ("rateLimitPerMinute", 0),
        ("rateLimitPerMinute", 1.5),
        ("rateLimitPerMinute", True),
        ("rateLimitPerMinute", 10**12),
        ("sessionGapSeconds", 59),
        ("sessionGapSeconds", 86_401),
        ("sessionGapSeconds", None),
    ],
)
def test_an_unknown_word_and_an_unusable_value_are_422_and_change_nothing(
    shop: str, ask: Ask, word: str, value: object
) -> None:
    reply = ask("PATCH", f"/api/apps/{shop}/settings", {"rateLimitPerMinute": 5, word: value})
    assert reply.status == 422
    assert reply.json["errors"][0]["path"].startswith(word)
    assert ask("GET", f"/api/apps/{shop}/settings").json == AT_FIRST


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PATCH", {"keepBots": True})])
def test_somebody_elses_settings_are_the_same_404_as_none_at_all(
    database: Direct, shop: str, ask: Ask, method: str, body: object
) -> None:
    bob = sign_up(database, "bob")
    foreign = ask(method, f"/api/apps/{shop}/settings", body, user_id=bob)
    absent = ask(method, "/api/apps/00000000-0000-0000-0000-000000000000/settings", body, user_id=bob)
    assert foreign.status == 404
    assert foreign == absent
    assert ask("GET", f"/api/apps/{shop}/settings").json == AT_FIRST
