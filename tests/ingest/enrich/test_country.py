"""Countries are told by a file of addresses, where there is one; a file that is missing or damaged costs no event."""

from pathlib import Path

import pytest

from ingest.app import handler
from ingest.enrich.country import read_country
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.ingest.enrich.test_bots import CHROME
from tests.people import Direct, stored


@pytest.mark.parametrize(("address", "country"), [("127.0.0.1", "DE"), ("198.51.100.7", "NZ"), ("2001:db8::1", "JP")])
def test_an_address_tells_its_country(addresses: Path, address: str, country: str) -> None:
    assert read_country(address) == {"$country": country}


@pytest.mark.parametrize("address", ["192.0.2.1", "203.0.113.1", "", "here", "127.0.0.1.1", None, 7, ["127.0.0.1"]])
def test_an_address_that_is_unknown_or_none_tells_nothing(addresses: Path, address: object) -> None:
    assert read_country(address) == {}


def test_without_a_file_nothing_is_told() -> None:
    assert read_country("127.0.0.1") == {}


@pytest.mark.parametrize("damage", [b"", b"not a database"])
def test_a_file_that_cannot_be_read_is_logged_and_costs_no_event(
    addresses: Path, caplog: pytest.LogCaptureFixture, damage: bytes
) -> None:
    addresses.write_bytes(damage)
    assert read_country("127.0.0.1") == {}
    assert "GEOIP_DATABASE" in caplog.text


def test_a_file_that_is_not_there_is_logged_and_costs_no_event(
    addresses: Path, caplog: pytest.LogCaptureFixture
) -> None:
    addresses.unlink()
    assert read_country("127.0.0.1") == {}
    assert "GEOIP_DATABASE" in caplog.text


def test_a_browsers_event_has_its_country_and_a_servers_only_what_the_server_says(
    database: Direct, shop: str, addresses: Path
) -> None:
    for user_agent in (CHROME, "posthog-node/5.70.0"):
        said = [{"name": user_agent[:7]}, {"name": user_agent[:7] + " ip", "properties": {"$ip": "2001:db8::1"}}]
        headers = {"authorization": f"Bearer {KEY}", "user-agent": user_agent}
        assert call(handler, "POST", "/v1/events", said, headers=headers).status == 200
    assert {row["name"]: row["properties"].get("$country") for row in stored(database)} == {
        "Mozilla": "DE",
        "Mozilla ip": "JP",
        "posthog": None,
        "posthog ip": "JP",
    }


@pytest.mark.parametrize("user_agent", [CHROME, "posthog-node/5.70.0"])
def test_an_address_is_never_stored(database: Direct, shop: str, user_agent: str) -> None:
    headers = {"authorization": f"Bearer {KEY}", "user-agent": user_agent}
    call(handler, "POST", "/v1/events", {"name": "open", "properties": {"$ip": "198.51.100.7"}}, headers=headers)
    row = database.execute("SELECT events::text AS said FROM public.events").fetchone()
    assert row is not None
    assert "198.51.100.7" not in row["said"]
    assert "127.0.0.1" not in row["said"]


def test_a_browsers_country_is_that_of_the_address_which_its_proxy_names(
    database: Direct, shop: str, addresses: Path
) -> None:
    for name, forwarded in {"proxied": "10.0.0.1, [2001:db8::7]:443", "within": "10.0.0.1"}.items():
        headers = {"authorization": f"Bearer {KEY}", "user-agent": CHROME, "x-forwarded-for": forwarded}
        assert call(handler, "POST", "/v1/events", {"name": name}, headers=headers).status == 200
    assert {row["name"]: row["properties"]["$country"] for row in stored(database)} == {"proxied": "JP", "within": "DE"}
