"""PostHog's own SDKs, unmodified, deliver every event once, also through a network that loses replies."""

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from posthog import Posthog

from dev.database import postgres
from tests.clients.faulty import losing_two_replies_of_three, network
from tests.hosting import hosted, lay_out, take_away
from tests.owner import Owner
from tests.stack import UNPROTECTED, Stack


@pytest.fixture(scope="module")
def image(server: postgres.Server, outside: Path) -> Iterator[Stack]:
    """What the image runs, on a database of its own."""
    layout = lay_out(outside / "layout")
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE of_the_image")
    url = server.url_of("postgres", "of_the_image")
    variables = {"AUTH_FEATURES": UNPROTECTED, "AUTH_RATE_LIMIT": "false", "INGEST_PORT": "0"}
    with hosted(layout, outside / "clients", url, **variables) as running:
        yield Stack(running.url, running.ingest, running.database, running.data)
        assert running.stop() == 0
    take_away(layout)


@pytest.fixture(scope="module", params=["local_stack", "image"])
def stack(request: pytest.FixtureRequest) -> Stack:
    """The local stack, and what the image runs."""
    found: Stack = request.getfixturevalue(request.param)
    return found


CLIENTS = Path(__file__).parent
NOW = datetime.now(UTC).replace(microsecond=0)


def test_posthog_node_delivers_each_event_once_though_replies_get_lost(stack: Stack, owner: Owner) -> None:
    sent = journeys("node")
    with network(stack.ingest, losing_two_replies_of_three()) as ingest:
        assert deliver_with_node(ingest, owner.key, sent) == []
    assert_stored_once(owner, sent)


def test_what_posthog_node_sent_before_is_not_doubled_when_it_is_sent_again(stack: Stack, owner: Owner) -> None:
    sent = journeys("again")
    for _ in range(2):
        assert deliver_with_node(stack.ingest, owner.key, sent) == []
    assert_stored_once(owner, sent)


def test_posthog_for_python_delivers_each_event_once_though_replies_get_lost(stack: Stack, owner: Owner) -> None:
    sent, errors = journeys("python"), []
    with network(stack.ingest, losing_two_replies_of_three()) as ingest:
        tracker = Posthog(owner.key, host=ingest, on_error=lambda error, _: errors.append(error), flush_at=7)
        for one in sent:
            tracker.capture(
                one["event"],
                distinct_id=one["distinctId"],
                uuid=one["uuid"],
                timestamp=datetime.fromisoformat(one["timestamp"]),
                properties=dict(one["properties"]),
            )
        tracker.shutdown()
    assert errors == []
    assert_stored_once(owner, sent)


def test_trend_and_funnel_show_what_the_sdk_sent(stack: Stack, owner: Owner) -> None:
    sent = journeys("shown")
    deliver_with_node(stack.ingest, owner.key, sent)
    owner.wait_for({one["event"] for one in sent})
    range_ = {"from": (NOW - timedelta(days=2)).isoformat(), "to": (NOW + timedelta(days=1)).isoformat()}
    series = [{"event": "shown cart", "measure": "visitors"}, {"event": None, "measure": "total"}]
    trends = owner.report("trends", {**range_, "interval": "day", "series": series})
    assert [line["total"] for line in trends["series"]] == [6, 18]
    steps = [{"event": f"shown {step}"} for step in ("open", "cart", "buy")]
    funnel = owner.report("funnel", {**range_, "steps": steps})
    assert [step["visitors"] for step in funnel["steps"]] == [8, 6, 4]


def journeys(name: str) -> list[dict[str, object]]:
    """Eight visitors open, six fill a cart, four buy."""
    reach = {"open": 8, "cart": 6, "buy": 4}
    return [
        {
            "distinctId": f"{name} visitor {visitor}",
            "event": f"{name} {step}",
            "uuid": str(uuid4()),
            "timestamp": (NOW - timedelta(hours=1) + timedelta(minutes=at)).isoformat(),
            "properties": {"n": visitor},
        }
        for at, (step, visitors) in enumerate(reach.items())
        for visitor in range(visitors)
    ]


def deliver_with_node(ingest: str, key: str, sent: list[dict[str, object]]) -> list[str]:
    """Send with posthog-node; gives the errors that it told of."""
    done = subprocess.run(
        ["node", "deliver.mjs", json.dumps(sent)],
        cwd=CLIENTS,
        env={**os.environ, "INGEST_URL": ingest, "API_KEY": key},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    errors: list[str] = json.loads(done.stdout)
    return errors


def assert_stored_once(owner: Owner, sent: list[dict[str, object]]) -> None:
    """What is stored is what was sent, each event once, at the time it happened."""
    stored = owner.wait_for({str(one["event"]) for one in sent})

    def facts(name: object, visitor: object, at: object) -> tuple[str, str, datetime]:
        return str(name), str(visitor), datetime.fromisoformat(str(at))

    assert sorted(facts(one["name"], one["anonymousId"], one["occurredAt"]) for one in stored) == sorted(
        facts(one["event"], one["distinctId"], one["timestamp"]) for one in sent
    )
