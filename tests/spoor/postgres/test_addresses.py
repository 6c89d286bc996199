"""One deadline holds over all addresses of a host, and one that is silent keeps nobody from one that is good."""

import socket
import threading
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from dev.database import pooler
from spoor import database as layer
from spoor.errors import DatabaseAway
from tests.conftest import forget_settings
from tests.faults.rig.silence import Silence, silence
from tests.people import Direct

NAME = "db.example.test"
ROOM = 1.0
"""Seconds that a loaded machine may add; who gave each address the whole time would need several times as long."""


@pytest.fixture
def four() -> Iterator[Silence]:
    """Four addresses that are silent."""
    with silence(4) as made:
        yield made


@pytest.fixture
def point(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Points the layer at a URL, and a name at addresses."""

    def to(url: str, addresses: list[str] = ()) -> None:  # type: ignore[assignment]  # never changed
        layer.close()
        monkeypatch.setenv("DATABASE_URL", url)
        forget_settings()

        def resolve(host: str, port: Any, *_: Any, **__: Any) -> list[Any]:
            assert host == NAME
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, int(port))) for each in addresses]

        if addresses:
            monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return to


def away(within: float) -> tuple[str, float]:
    """Why a statement finds the database away, and after how long."""
    started = monotonic()
    with pytest.raises(DatabaseAway) as told:
        layer.run("SELECT 1", repeatable=True, within_s=within)
    return told.value.cause, monotonic() - started


def test_a_name_with_four_silent_addresses_ends_at_the_deadline_with_each_of_them_tried(
    four: Silence, point: Any
) -> None:
    point(f"postgresql://spoor@{NAME}:{four.port}/ingest", four.addresses)
    cause, waited = away(2.0)
    assert cause == "time-out"
    assert list(four.called.values()) == [1, 1, 1, 1]
    assert waited < 2.0 + ROOM


def test_so_does_a_list_of_hosts(four: Silence, point: Any) -> None:
    point(f"postgresql://spoor@{','.join(f'{each}:{four.port}' for each in four.addresses)}/ingest")
    cause, waited = away(2.0)
    assert (cause, list(four.called.values())) == ("time-out", [1, 1, 1, 1])
    assert waited < 2.0 + ROOM


def test_a_deadline_below_a_second_is_kept_too(four: Silence, point: Any) -> None:
    point(f"postgresql://spoor@{NAME}:{four.port}/ingest", four.addresses)
    assert away(0.3)[1] < 0.3 + ROOM


@pytest.mark.parametrize("within", [2.0, 8.0])
@pytest.mark.parametrize("silent", [1, 3])
def test_a_good_address_behind_silent_ones_is_reached(
    silent: int, within: float, bouncer: pooler.Pooler, point: Any
) -> None:
    with silence(silent, bouncer.port) as quiet:
        point(f"postgresql://{bouncer.user}@{NAME}:{bouncer.port}/query", [*quiet.addresses, "127.0.0.1"])
        assert layer.run("SELECT 1 AS n", repeatable=True, within_s=within) == [{"n": 1}]
        assert list(quiet.called.values()) == [1] * silent


def test_a_good_address_is_not_kept_waiting_by_those_behind_it(bouncer: pooler.Pooler, point: Any) -> None:
    with silence(2, bouncer.port) as quiet:
        point(f"postgresql://{bouncer.user}@{NAME}:{bouncer.port}/query", ["127.0.0.1", *quiet.addresses])
        assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]
        assert list(quiet.called.values()) == [0, 0]


def test_an_address_that_refuses_is_passed_over_at_once(bouncer: pooler.Pooler, point: Any) -> None:
    point(f"postgresql://{bouncer.user}@127.0.0.1:1,127.0.0.1:{bouncer.port}/query")
    assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]


def test_a_look_up_that_hangs_ends_at_the_deadline(point: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    point(f"postgresql://spoor@{NAME}/ingest")
    hang = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: hang.wait(60))
    cause, waited = away(0.5)
    hang.set()
    assert cause == "dns"
    assert waited < 0.5 + ROOM


def test_a_good_host_behind_one_whose_look_up_hangs_is_reached(
    bouncer: pooler.Pooler, point: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    point(f"postgresql://{bouncer.user}@{NAME}:1,127.0.0.1:{bouncer.port}/query")
    hang = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: hang.wait(60))
    assert layer.run("SELECT 1 AS n", repeatable=True, within_s=2.0) == [{"n": 1}]
    hang.set()
