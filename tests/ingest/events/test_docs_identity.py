"""docs/identity.md tells the truth: its lists of nobody's ids are those of the code, and each of them works."""

import re
from pathlib import Path

import pytest

from ingest.events.nobody import NO_DEVICE, NOBODY
from tests.ingest.conftest import Send
from tests.people import Direct, stored

TEXT = (Path(__file__).parents[3] / "docs/identity.md").read_text()
SPELLINGS = ("{}", "  {} ", '"{}"', "'{}'", '" {} "', "\ufeff{}\u200b", "\u2009«\u202f{}\u202f»", "“{}”")


def published(name: str) -> list[str]:
    """The list that stands under a name."""
    found = re.search(rf"<!-- {name} -->\n((?:- .*\n)+)", TEXT)
    assert found, f"docs/identity.md has no list of {name} any more"
    return re.findall(r"`([^`]+)`", found[1])


@pytest.mark.parametrize(("name", "code"), [("nobody", NOBODY), ("no device", NO_DEVICE)])
def test_the_list_is_that_of_the_code(name: str, code: frozenset[str]) -> None:
    listed = published(name)
    assert len(set(listed)) == len(listed)
    assert set(listed) == code


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_nobody_on_the_list_is_anybodys_id(database: Direct, shop: str, send: Send, spelling: str) -> None:
    ids = [spelling.format(one) for one in published("nobody")]
    ids += [one.upper() for one in ids]
    send([{"name": "a", "anonymousId": one} for one in ids])
    send([{"name": "a", "userId": one} for one in ids])
    send([{"name": "b", "anonymousId": one, "userId": "ann"} for one in ids])
    send([{"name": "c", "anonymousId": "d1", "userId": one} for one in ids])
    whose = {(event["name"], event["anonymous_id"]) for event in stored(database, shop)}
    assert whose == {("a", None), ("b", "ann"), ("c", "d1")}


def test_what_is_no_device_may_be_a_user(database: Direct, shop: str, send: Send) -> None:
    send([{"name": one, "anonymousId": one, "userId": "ann"} for one in published("no device")])
    send([{"name": "as a user", "userId": one} for one in published("no device")])
    whose = {event["anonymous_id"] for event in stored(database, shop) if event["name"] == "as a user"}
    assert whose == set(published("no device"))
    assert {event["anonymous_id"] for event in stored(database, shop) if event["name"] != "as a user"} == {"ann"}
