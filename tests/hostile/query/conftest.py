"""One instance of query behind a pooler with a single server connection, Alice's app and Bob's, and their cookies."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import dict_row

from auth.http import cookies
from dev import migrate
from dev.database import pooler, postgres
from spoor import database
from tests.conftest import SECRET, forget_settings
from tests.faults.rig.instance import INGEST, QUERY, Instances
from tests.faults.rig.proxy import FaultProxy
from tests.hostile.query.scene import QueryScene
from tests.people import Direct, sign_up, track
from tests.tables import empty


@pytest.fixture(scope="module")
def scene(server: postgres.Server, direct: Direct, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryScene]:
    """Alice's and Bob's apps, a funnel of hers, and a warm instance."""
    empty(direct)
    one = pooler.start(
        server.url_of(migrate.LOCAL_USER), tmp_path_factory.mktemp("one"), settings={"default_pool_size": "1"}
    )
    assert one is not None, "PgBouncer is needed: apt-get install pgbouncer, or brew install pgbouncer"
    proxy = FaultProxy(one.port)
    url = f"postgresql://{one.user}@127.0.0.1:{proxy.port}/query"
    instances, others, ingest = (
        Instances(tmp_path_factory.mktemp("hostile"), {"DATABASE_URL": url, "PATH": os.environ["PATH"]}, function)
        for function in (QUERY, QUERY, INGEST)
    )
    with (
        psycopg.connect(one.url("query"), autocommit=True, prepare_threshold=None, row_factory=dict_row) as inspector,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("DATABASE_URL", one.url("ingest"))  # for the authorizer, which is not what is looked at
        patch.setenv("BETTER_AUTH_SECRET", SECRET)
        patch.setenv("SPOOR_BASE_URL", "http://localhost")  # where cookies need not be secure
        forget_settings()
        names = names_of(direct)
        made = QueryScene(instances.start(1)[0], instances, others, proxy, direct, inspector, names)
        made.ingest = ingest.start(1)[0]
        made.usual = made.settings()
        made.begin()
        for _ in range(3):
            assert made.ask(made.good()).status == 200
        made.resting = made.instance.memory("VmRSS")
        yield made
        database.close()
    forget_settings()
    for each in (instances, others, ingest):
        each.close()
    proxy.close()
    one.stop()


def names_of(direct: Direct) -> dict[str, str]:
    """What the catalogue's names stand for: two signed-in owners, an app of each, and a funnel of Alice's."""
    names = {"$BOB": "bob", "$KEY_A": "spk_A", "$KEY_B": "spk_B"}
    for letter, owner in (("A", "alice"), ("B", "bob")):
        token = f"a-session-of-{owner}"
        names[f"$APP_{letter}"] = track(direct, sign_up(direct, owner), names[f"$KEY_{letter}"])
        names[f"$COOKIE_{letter}"] = f"better-auth.session_token={cookies.sign(token, SECRET.encode())}"
        direct.execute(
            "INSERT INTO public.session (id, token, user_id, updated_at, expires_at)"
            " VALUES (%(token)s, %(token)s, %(owner)s, now(), now() + interval '1 day')",
            {"token": token, "owner": owner},
        )
    row = direct.execute(
        "INSERT INTO public.funnels (app_id, name, steps)"
        " VALUES (%s, 'alices', '[{\"event\": \"a\"}]') RETURNING id::text",
        [names["$APP_A"]],
    ).fetchone()
    assert row is not None
    names["$FUNNEL_OF_A"] = row["id"]
    return names
