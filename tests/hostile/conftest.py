"""One instance of ingest behind a pooler with a single server connection, so that whatever is left there is seen."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import dict_row

from dev import migrate
from dev.database import pooler, postgres
from tests.faults.rig.instance import Instances
from tests.faults.rig.proxy import FaultProxy
from tests.hostile.scene import Scene, good_event
from tests.people import Direct, sign_up, track
from tests.tables import empty

KEY_A, KEY_B = "spk_A", "spk_B"
SESSION_TOKEN = "hV5SmkrTgXlAZBzUuJ8c1dRnYq0PoEwi"


@pytest.fixture(scope="module")
def scene(server: postgres.Server, direct: Direct, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Alice's and Bob's apps, and a warm instance."""
    empty(direct)
    names = {
        "$KEY_A": KEY_A,
        "$KEY_B": KEY_B,
        "$BOB": "bob",
        "$COOKIE_A": SESSION_TOKEN,
        "$COOKIE_TOKEN_A": SESSION_TOKEN,
    }
    names["$APP_A"] = track(direct, sign_up(direct, "alice"), KEY_A)
    names["$APP_B"] = track(direct, sign_up(direct, "bob"), KEY_B)
    names["$KEY_A_UPPERCASED"] = KEY_A.upper()
    one = pooler.start(
        server.url_of(migrate.LOCAL_USER), tmp_path_factory.mktemp("one"), settings={"default_pool_size": "1"}
    )
    assert one is not None, "PgBouncer is needed: apt-get install pgbouncer, or brew install pgbouncer"
    proxy = FaultProxy(one.port)
    url = f"postgresql://{one.user}@127.0.0.1:{proxy.port}/ingest"
    variables = {"DATABASE_URL": url, "PATH": os.environ["PATH"]}
    instances, others = (Instances(tmp_path_factory.mktemp(name), variables) for name in ("hostile", "others"))
    with psycopg.connect(one.url("ingest"), autocommit=True, prepare_threshold=None, row_factory=dict_row) as inspector:
        made = Scene(instances.start(1)[0], instances, others, proxy, direct, inspector, names)
        made.usual = made.settings()
        for _ in range(3):
            assert made.send(good_event(KEY_A)).status == 200
        made.resting = made.instance.memory("VmRSS")
        yield made
    instances.close()
    others.close()
    proxy.close()
    one.stop()
