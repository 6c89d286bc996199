"""Merges of visitors come out the same in whatever order, however often and however parallel their links arrive."""

import threading

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from dev import pooler
from ingest.identity import join
from tests.ingest.conftest import Send
from tests.people import Direct

Link = tuple[str, str]

DEVICES = [f"d{at}" for at in range(5)]
USERS = [f"u{at}" for at in range(4)]
LINKS = st.tuples(st.sampled_from(DEVICES + USERS), st.sampled_from(USERS)).filter(lambda link: link[0] != link[1])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(LINKS, min_size=1, max_size=4), max_size=6), data=st.data())
def test_the_order_of_links_does_not_matter(
    database: Direct, shop: str, batches: list[list[Link]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(batches + batches[:2]))
    for order in (batches, shuffled):
        database.execute("TRUNCATE spoor.identities")
        for links in order:
            link(database, shop, links)
        assert resolved(database) == expected([one for links in batches for one in links])


def test_links_that_arrive_at_once_join_as_if_one_after_the_other(
    database: Direct, shop: str, bouncer: pooler.Pooler
) -> None:
    chain = [(f"u{at}", f"u{at + 1}") for at in range(40)]

    def send(own: list[Link]) -> None:
        with psycopg.connect(bouncer.url("ingest"), autocommit=True, prepare_threshold=None) as connection:
            for one in own:
                link(connection, shop, [one])

    threads = [threading.Thread(target=send, args=[chain[at::4]]) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(resolved(database).values()) == {"u1"}, "u0 was never named as a visitor"


def test_another_apps_visitors_are_left_alone(database: Direct, shop: str) -> None:
    [other] = database.execute(
        "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES ('ann', 'b', 'k') RETURNING id::text AS id"
    ).fetchall()
    link(database, other["id"], [("d1", "u2")])
    link(database, shop, [("d1", "u1"), ("u1", "u0")])
    rows = database.execute(
        "SELECT DISTINCT visitor_id FROM spoor.identities WHERE app_id = %s", [other["id"]]
    ).fetchall()
    assert rows == [{"visitor_id": "u2"}]


def expected(links: list[Link]) -> dict[str, str]:
    """Every id's visitor, found by joining groups until nothing joins any more."""
    groups = [set(one) for one in links]
    merged = True
    while merged:
        merged = False
        for one in groups:
            for other in groups:
                if one is not other and one & other:
                    one |= other
                    groups.remove(other)
                    merged = True
                    break
            if merged:
                break
    users = {user for _, user in links}
    return {member: min(group & users) for group in groups for member in group}


def resolved(database: Direct) -> dict[str, str]:
    """Every id's visitor, as stored."""
    rows = database.execute("SELECT anonymous_id, visitor_id FROM spoor.identities").fetchall()
    return {row["anonymous_id"]: row["visitor_id"] for row in rows}


def link(database: psycopg.Connection[object], app_id: str, links: list[Link]) -> None:
    """What ingest does with links."""
    database.execute("SELECT spoor.link_visitors(%s, %s)", [app_id, Jsonb(join(links))])


def test_very_many_ids_of_one_visitor_are_joined_in_one_batch(database: Direct, shop: str, send: Send) -> None:
    """A thousand devices of one user, and as many again: whatever is quadratic would miss ingest's deadline."""
    for first in (0, 1000):
        batch = [{"name": "open", "anonymousId": f"device {first + at}", "userId": "ann"} for at in range(1000)]
        assert send(batch).json["accepted"] == 1000
    assert set(resolved(database).values()) == {"ann"}
    assert len(resolved(database)) == 2001


def test_very_many_visitors_of_two_ids_are_joined_in_one_batch(database: Direct, shop: str, send: Send) -> None:
    batch = [{"name": "open", "anonymousId": f"device {at}", "userId": f"user {at}"} for at in range(5000)]
    assert send(batch).json["accepted"] == 5000
    assert len(set(resolved(database).values())) == 5000


@pytest.mark.parametrize("nobody", ["undefined", "null", "[object Object]", "0", " Anonymous "])
def test_an_id_that_broken_pages_send_for_everybody_links_nobody(
    database: Direct, shop: str, send: Send, nobody: str
) -> None:
    send([{"name": "a", "anonymousId": "d1", "userId": nobody}, {"name": "a", "anonymousId": nobody, "userId": "u1"}])
    assert resolved(database) == {}
