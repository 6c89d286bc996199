"""What a format carries beside an event's own properties is kept, under one name in all formats."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest.app import handler
from ingest.wire.shared import extras
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

DOCS = (Path(__file__).parents[3] / "docs" / "ingest.md").read_text()

PHONE = {
    "$os": "iOS",
    "$os_version": "18.1",
    "$app_version": "7.2",
    "$device_brand": "Apple",
    "$device_manufacturer": "Apple Inc.",
    "$device_model": "iPhone15,2",
    "$network_carrier": "o2",
    "$country": "Germany",
    "$region": "Bavaria",
    "$city": "Munich",
    "$latitude": 48.1,
    "$longitude": 11.6,
}

AMPLITUDE = {
    "os_name": "ios",
    "os_version": "18.1",
    "version_name": "7.2",
    "device_brand": "Apple",
    "device_manufacturer": "Apple Inc.",
    "device_model": "iPhone15,2",
    "carrier": "o2",
    "country": "Germany",
    "region": "Bavaria",
    "city": "Munich",
    "location_lat": 48.1,
    "location_lng": 11.6,
    "dma": "Munich area",
    "language": "German",
    "platform": "iOS",
    "currency": "EUR",
    "price": 9.99,
    "quantity": 2,
    "revenue": 19.98,
    "revenueType": "purchase",
    "productId": "sku-1",
    "library": "amplitude-swift/1.9.2",
    "idfa": "AEBE52E7-03EE-455A-B3C4-E57283966239",
    "idfv": "BCCE52E7-03EE-321A-B3D4-E57123966239",
    "adid": "AEBE52E7-03EE-455A-B3C4-E57283966240",
    "android_id": "BCCE52E7-03EE-321A-B3D4-E57123966240",
}

SEGMENT = {
    "os": {"name": "ios", "version": "18.1"},
    "device": {
        "manufacturer": "Apple Inc.",
        "brand": "Apple",
        "model": "iPhone15,2",
        "name": "maguro",
        "type": "ios",
        "id": "B5372DB0",
        "advertisingId": "7A3CBEA0",
        "adTrackingEnabled": True,
        "token": "ff15bc0c",
    },
    "app": {"name": "Shop", "version": "7.2", "build": "3.0.1", "namespace": "com.example.shop"},
    "network": {"carrier": "o2", "wifi": False, "cellular": True, "bluetooth": False},
    "location": {"country": "Germany", "region": "Bavaria", "city": "Munich", "latitude": 48.1, "longitude": 11.6},
    "screen": {"width": 390, "height": 844, "density": 3},
    "locale": "de-DE",
    "timezone": "Europe/Berlin",
    "groupId": "acme",
    "traits": {"plan": "pro"},
    "library": {"name": "analytics-ios", "version": "4.1"},
}


def kept(database: Direct) -> dict[str, Any]:
    """The properties of the one row."""
    [row] = stored(database)
    properties: dict[str, Any] = row["properties"]
    return properties


def test_amplitudes_device_place_and_revenue_are_kept_and_advertisers_ids_are_not(database: Direct, shop: str) -> None:
    event = {"event_type": "m", "user_id": "user1", "insert_id": "1", **AMPLITUDE}
    assert call(handler, "POST", "/2/httpapi", {"api_key": KEY, "events": [event]}).status == 200
    assert kept(database) == {
        **PHONE,
        "$dma": "Munich area",
        "$browser_language": "German",
        "$platform": "iOS",
        "$currency": "EUR",
        "$price": 9.99,
        "$quantity": 2,
        "$revenue": 19.98,
        "$revenue_type": "purchase",
        "$productId": "sku-1",
        "$lib": "amplitude-swift",
        "$lib_version": "1.9.2",
    }


@pytest.mark.parametrize("first", ["app_version", "version_name"])
def test_amplitudes_app_version_goes_before_androids_name_of_it(database: Direct, shop: str, first: str) -> None:
    versions = {"app_version": "7", "version_name": "7-beta"}
    event = {"event_type": "m", "device_id": "d", **dict(sorted(versions.items(), reverse=first != "app_version"))}
    call(handler, "POST", "/2/httpapi", {"api_key": KEY, "events": [event]})
    assert kept(database)["$app_version"] == "7"


@pytest.mark.parametrize("path", ["/v1/track", "/v1/batch"])
@pytest.mark.parametrize("channel", [{}, {"channel": "mobile"}], ids=["segment", "rudderstack"])
def test_the_context_of_a_phone_is_kept(database: Direct, shop: str, path: str, channel: Mapping[str, str]) -> None:
    event = {"type": "track", "event": "m", "userId": "u", "context": SEGMENT, **channel}
    body = {"batch": [event], "writeKey": KEY} if path == "/v1/batch" else {**event, "writeKey": KEY}
    assert call(handler, "POST", path, body).status == 200
    assert kept(database) == {
        **PHONE,
        "$device_name": "maguro",
        "$device_type": "Mobile",
        "$app_name": "Shop",
        "$app_build": "3.0.1",
        "$app_namespace": "com.example.shop",
        "$network_wifi": False,
        "$network_cellular": True,
        "$network_bluetooth": False,
        "$screen_width": 390,
        "$screen_height": 844,
        "$screen_density": 3,
        "$browser_language": "de-DE",
        "$timezone": "Europe/Berlin",
        "$group_id": "acme",
        "$groups": {"group": "acme"},
        "$user_properties": {"plan": "pro"},
        "$lib": "analytics-ios",
        "$lib_version": "4.1",
    }


def test_what_a_site_itself_puts_into_the_context_is_kept_as_it_is(database: Direct, shop: str) -> None:
    own = {"experiment": {"name": "b"}, "beta": True}
    context = {**own, "os": {"name": "ios"}, "integrations": {"All": True}, "userAgentData": {"mobile": True}}
    call(handler, "POST", "/v1/track", {"writeKey": KEY, "event": "m", "userId": "u", "context": context})
    assert kept(database) == {"$os": "iOS", "$context": own}


def test_what_a_batch_says_of_all_its_events_holds_for_each_that_says_nothing_else(database: Direct, shop: str) -> None:
    batch = [
        {"type": "track", "event": "a", "userId": "u", "context": {"os": {"name": "Android"}}},
        {"type": "track", "event": "b", "userId": "u"},
    ]
    shared = {"os": {"name": "ios"}, "app": {"version": "7.2"}}
    assert call(handler, "POST", "/v1/batch", {"writeKey": KEY, "batch": batch, "context": shared}).status == 200
    told = {row["name"]: row["properties"] for row in stored(database)}
    assert told == {"a": {"$os": "Android", "$app_version": "7.2"}, "b": {"$os": "iOS", "$app_version": "7.2"}}


def test_of_a_person_the_traits_are_the_properties_and_of_anything_else_they_are_beside_them(
    database: Direct, shop: str
) -> None:
    traits = {"context": {"traits": {"plan": "pro"}}, "userId": "u", "writeKey": KEY}
    for kind in ("identify", "page"):
        call(handler, "POST", f"/v1/{kind}", traits)
    told = {row["name"]: row["properties"] for row in stored(database)}
    assert told == {"$identify": {"plan": "pro"}, "$page": {"$user_properties": {"plan": "pro"}}}


def test_google_analytics_device_and_place_are_kept(database: Direct, shop: str) -> None:
    body = {
        "client_id": "c",
        "device": {"category": "mobile", "operating_system": "ios", "model": "iPhone15,2", "brand": "Apple"},
        "user_location": {"country_id": "DE", "region_id": "DE-BY", "city": "Munich"},
        "events": [{"name": "m", "params": {"page_title": "Home"}}],
    }
    assert call(handler, "POST", "/mp/collect", body, query=f"api_secret={KEY}").status == 204
    assert kept(database) == {
        "page_title": "Home",
        "$title": "Home",
        "$device_type": "Mobile",
        "$os": "iOS",
        "$device_model": "iPhone15,2",
        "$device_brand": "Apple",
        "$country": "DE",
        "$region": "DE-BY",
        "$city": "Munich",
    }


def test_snowplows_contexts_of_a_phone_are_told_as_other_formats_tell_them(database: Direct, shop: str) -> None:
    schema = "iglu:com.snowplowanalytics.snowplow/{}/jsonschema/1-0-0"
    contexts = [
        {
            "schema": schema.format("mobile_context"),
            "data": {"osType": "ios", "osVersion": "18.1", "deviceModel": "iPhone15,2", "carrier": "o2"},
        },
        {"schema": schema.format("application"), "data": {"version": "7.2", "build": "3"}},
        {"schema": schema.format("client_session"), "data": {"sessionId": "s-1"}},
        {"schema": schema.format("geolocation_context"), "data": {"latitude": 48.1, "longitude": 11.6}},
        {"schema": schema.format("own"), "data": {"osType": "none"}},
        {"schema": 7, "data": {}},
        {"schema": schema.format("application"), "data": []},
        7,
    ]
    query = {"e": "se", "se_ac": "m", "aid": KEY, "eid": "1", "tv": "ios-6.0", "co": json.dumps({"data": contexts})}
    assert call(handler, "POST", "/com.snowplowanalytics.snowplow/tp2", {"data": [query]}).status == 200
    told = kept(database)
    assert told.pop("$contexts") == contexts
    assert told == {
        "action": "m",
        "$lib": "ios-6.0",
        "$os": "iOS",
        "$os_version": "18.1",
        "$device_model": "iPhone15,2",
        "$network_carrier": "o2",
        "$app_version": "7.2",
        "$app_build": "3",
        "$session_id": "s-1",
        "$latitude": 48.1,
        "$longitude": 11.6,
    }


def test_openpanels_and_umamis_device_is_kept(database: Direct, shop: str) -> None:
    said = {"__os": "iOS", "__version": "7.2", "__buildNumber": "3", "__brand": "Apple", "__unheard": 1}
    payload = {"name": "openpanel", "profileId": "u", "properties": said}
    headers = {"openpanel-client-id": KEY}
    assert call(handler, "POST", "/track", {"type": "track", "payload": payload}, headers=headers).status == 200
    page = {"website": KEY, "id": "u", "name": "umami", "browser": "safari", "os": "iOS", "device": "mobile"}
    assert call(handler, "POST", "/api/send", {"type": "event", "payload": page}).status == 200
    assert {row["name"]: row["properties"] for row in stored(database)} == {
        "openpanel": {
            "$os": "iOS",
            "$app_version": "7.2",
            "$app_build": "3",
            "$device_brand": "Apple",
            "__unheard": 1,
        },
        "umami": {"$browser": "Safari", "$os": "iOS", "$device_type": "Mobile"},
    }


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"category": "SmartTV", "operating_system": "macOS"}, {"$device_type": "TV", "$os": "Mac OS X"}),
        ({"category": "tablet", "browser": "edge"}, {"$device_type": "Tablet", "$browser": "Microsoft Edge"}),
        ({"category": "Fridge", "operating_system": "Plan 9"}, {"$device_type": "Fridge", "$os": "Plan 9"}),
        ({"category": 7, "operating_system": ["ios"]}, {"$device_type": 7, "$os": ["ios"]}),
    ],
)
def test_devices_systems_and_browsers_have_one_spelling_and_unknown_ones_their_own(
    database: Direct, shop: str, said: dict[str, Any], told: dict[str, Any]
) -> None:
    body = {"client_id": "c", "device": said, "user_location": {"country_id": "de"}, "events": [{"name": "m"}]}
    call(handler, "POST", "/mp/collect", body, query=f"api_secret={KEY}")
    assert kept(database) == {**told, "$country": "DE"}


@pytest.mark.parametrize(
    ("path", "body", "query"),
    [
        ("/2/httpapi", {"api_key": KEY, "events": [{"event_type": "m", "ip": "2001:db8::1", "device_id": "d"}]}, ""),
        ("/v1/track", {"writeKey": KEY, "event": "m", "userId": "u", "context": {"ip": "2001:db8::1"}}, ""),
    ],
)
def test_an_address_tells_the_country_and_is_not_kept(
    database: Direct, shop: str, addresses: Path, path: str, body: object, query: str
) -> None:
    assert call(handler, "POST", path, body, query=query).status == 200
    assert kept(database) == {"$country": "JP"}


@pytest.mark.parametrize("said", ["[2001:db8::7]:443", "10.0.0.1, 2001:db8::7", "2001:db8::7, 198.51.100.7"])
def test_an_address_that_a_server_hands_on_as_it_got_it_tells_the_country(
    database: Direct, shop: str, addresses: Path, said: str
) -> None:
    properties = {"token": KEY, "distinct_id": "u", "ip": said}
    call(handler, "POST", "/track", [{"event": "m", "properties": properties}])
    assert kept(database) == {"$country": "JP"}


def test_the_callers_own_address_is_meant_where_amplitudes_browser_sdk_says_so(
    database: Direct, shop: str, addresses: Path
) -> None:
    event = {"event_type": "m", "device_id": "d", "ip": "$remote"}
    headers = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}
    call(handler, "POST", "/2/httpapi", {"api_key": KEY, "events": [event]}, headers=headers)
    assert kept(database)["$country"] == "DE"


def names_in(table: object) -> set[str]:
    """Our names in a table of a format's fields."""
    if isinstance(table, str):
        return {table}
    return set().union(*map(names_in, table.values())) if isinstance(table, Mapping) else set()


def test_every_name_under_which_a_field_is_kept_is_told() -> None:
    tables = [value for name, value in vars(extras).items() if name.isupper()]
    names = set().union(*map(names_in, tables))
    assert len(names) > 50
    assert {name for name in names if f"`{name}`" not in DOCS} == set()
