"""The functions behind the local gateway and a pooler with a single server connection, so that what is left is seen."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import dict_row

from dev import migrate
from dev.database import pooler, postgres
from tests.faults.rig.proxy import FaultProxy
from tests.hostile.auth.house import House, cookie
from tests.hostile.traces import settings_of
from tests.people import Direct
from tests.serving import serving


@pytest.fixture(scope="module")
def house(server: postgres.Server, direct: Direct, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All of it warm, with limits on, as in AWS."""
    folder = tmp_path_factory.mktemp("house")
    one = pooler.start(server.url_of(migrate.LOCAL_USER), folder / "pooler", settings={"default_pool_size": "1"})
    assert one is not None, "PgBouncer is needed: apt-get install pgbouncer, or brew install pgbouncer"
    proxy = FaultProxy(one.port)
    url = f"postgresql://{one.user}@127.0.0.1:{proxy.port}/query"
    with (
        psycopg.connect(one.url("query"), autocommit=True, prepare_threshold=None, row_factory=dict_row) as inspector,
        serving(url, folder) as stack,
    ):
        made = House(stack, url, folder, proxy, direct, inspector, settings_of(inspector))
        made.begin()
        for _ in range(3):
            assert made.session(cookie("alice"))["user"]["id"] == "alice"
            assert made.api(cookie("alice")) == 200
        made.rest()
        yield made
    proxy.close()
    one.stop()
