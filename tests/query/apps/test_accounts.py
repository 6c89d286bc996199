"""What is known of accounts is listed by type and id, and forgotten one by one."""

import json
from typing import Any
from urllib.parse import urlencode

from tests.people import Direct, sign_up, track
from tests.query.conftest import Ask


def test_accounts_are_listed_in_pages_named_and_forgotten_by_who_may(database: Direct, shop: str, ask: Ask) -> None:
    path = f"/api/apps/{shop}/accounts"
    other = track(database, sign_up(database, "bob"), "spk_bob")
    said = {
        ("company", "acme"): {"name": [1000, "Acme Ltd"], "tier": [2000, "gold"], "gone": [3000, None]},
        ("company", "globex"): {"name": [1000, 7], "title": [-500, "Globex"]},
        ("company", 'q"\u2028\U0001f600' * 40): {},
        ("team", "acme"): {"name": [1000, " "]},
    }
    for (kind, account), one in said.items():
        for app in (shop, other) if kind == "team" else (shop,):
            row = [app, kind, account, json.dumps(one)]
            database.execute("INSERT INTO spoor.account_profiles VALUES (%s, %s, %s, %s)", row)

    def get(**words: Any) -> Any:
        reply = ask("GET", f"{path}?{urlencode(words)}")
        assert reply.status == 200, reply.text
        return reply.json

    [acme] = get(type="company", ids='["acme", "nobody"]')["accounts"]
    assert acme == {
        "type": "company",
        "id": "acme",
        "name": "Acme Ltd",
        "properties": {"name": "Acme Ltd", "tier": "gold"},
        "saidAt": "1970-01-01T00:00:03+00:00",
    }
    found, cursor = [], {}
    while cursor is not None:
        page = get(limit=1, **cursor)
        found += page["accounts"]
        cursor = page["nextCursor"] and {"cursor": page["nextCursor"]}
    assert {(one["type"], one["id"]) for one in found} == {*said}
    assert [one["name"] for one in found if one["id"] in ("acme", "globex")] == ["Acme Ltd", "Globex", None]
    assert '"{""name"":""Acme Ltd"",""tier"":""gold""}"' in ask("GET", f"{path}?format=csv").text
    for words in (
        "ids=acme",
        'ids=["\\u0000"]',
        "ids=[7]",
        f"ids={json.dumps(['x'] * 201)}",
        "cursor=e30=",
        "type=",
        "x=1",
    ):
        refused = ask("GET", f"{path}?{words}".replace('"', "%22"))
        assert (refused.status, refused.json["errors"][0]["path"]) == (422, words.split("=")[0]), words
    assert ask("DELETE", f"{path}?type=company").status == 422
    assert ask("DELETE", f"{path}?type=company&id=acme").json == {"forgotten": 1}
    assert ask("DELETE", f"{path}?type=company&id=acme").json == {"forgotten": 0}
    assert len(get()["accounts"]) == 3
    assert ask("GET", f"{path}?type=team", user_id="bob").status == 404
