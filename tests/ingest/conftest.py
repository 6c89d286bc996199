"""An app with an ingest key, and a way to send to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from ingest.app import handler
from ingest.apps import keys
from ingest.gate import turns
from ingest.storage import outage, outcomes, salts, sqs
from spoor import database as layer_database
from spoor import settings
from tests.conftest import forget_settings
from tests.doubles.sqs import DEAD, WAITING, Sqs, serve
from tests.gateway import Reply, call
from tests.people import Direct, sign_up, track

KEY = "spk_shop"

Send = Callable[..., Reply]
Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def new_instance() -> Iterator[None]:
    """An instance that remembers neither a key nor a salt nor an outage."""
    forget()
    yield
    forget()


def forget() -> None:
    """Make the next call the first of its instance."""
    keys._remembered.clear()
    turns._pauses.clear()
    salts._remembered.clear()
    outcomes._senders.clear()
    outcomes._pending.clear()
    outcomes._room, outcomes._seen_at = outcomes._ROOM, 0.0
    outage._rests_until = 0.0
    sqs._client.cache_clear()


@pytest.fixture(scope="session")
def sqs_endpoint() -> Iterator[str]:
    """An SQS server of our own."""
    with serve() as endpoint:
        yield endpoint


@pytest.fixture
def queues(database: Direct, sqs_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Sqs:
    """The template's queues, for ingest and drain to find."""
    made = Sqs(sqs_endpoint)
    told = {
        "AWS_ENDPOINT_URL": sqs_endpoint,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
        "INGEST_QUEUE_URL": made.urls[WAITING],
        "DEAD_LETTER_QUEUE_URL": made.urls[DEAD],
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    return made


@pytest.fixture
def away(database: Direct) -> Away:
    """A while in which the database cannot be reached: `with away(): ...`."""

    @contextmanager
    def outage_of_the_database() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
            forget_settings()
            layer_database.close()
            yield
        forget_settings()
        outage._rests_until = 0.0  # the rest, too, is over

    return outage_of_the_database


@pytest.fixture
def addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small database of addresses, and the function pointed at it; the tests' requests come from Germany."""
    path = tmp_path / "countries.mmdb"
    writer = MMDBWriter(6, "Country", languages=["en"], ipv4_compatible=True)
    writer.insert_network(IPSet(["127.0.0.0/8"]), {"country": {"iso_code": "DE", "names": {"en": "Germany"}}})
    writer.insert_network(IPSet(["198.51.100.0/24"]), {"registered_country": {"iso_code": "NZ"}})
    writer.insert_network(IPSet(["2001:db8::/32"]), {"country": {"iso_code": "JP"}})
    writer.insert_network(IPSet(["192.0.2.0/24"]), {"continent": {"code": "AN"}})
    writer.to_db_file(str(path))
    monkeypatch.setenv("GEOIP_DATABASE", str(path))
    settings.setting.cache_clear()
    yield path
    settings.setting.cache_clear()


@pytest.fixture
def shop(database: Direct) -> str:
    """Ann's app."""
    return track(database, sign_up(database, "ann"), KEY)


@pytest.fixture
def send() -> Send:
    """Send to Spoor's own format with the app's key, unless told otherwise."""

    def post(body: object, *, key: str | None = KEY, headers: Mapping[str, str] | None = None) -> Reply:
        given = {"authorization": f"Bearer {key}"} if key is not None else {}
        return call(handler, "POST", "/v1/events", body, headers={**given, **(headers or {})})

    return post
