"""What formats carry beside an event's own properties, and the names under which it is kept: one for each thing in all
formats, PostHog's where it has one. docs/ingest.md lists them.

None says that a field is known and not kept: ids that advertisers follow people by, tokens for notifications, and what
concerns the transport alone.
"""

from collections.abc import Mapping
from typing import Any

from ingest.wire.shared.spelling import spelled

Names = Mapping[str, Any]
"""A format's fields → our name, None, or the same again of the fields inside."""

_OBJECTS = frozenset({"$user_properties", "$global_user_properties", "$groups", "$group_properties"})
"""What is an object even where PHP has sent an empty one as a list."""

SESSION_USER = "$client_session_user"
"""Where Snowplow's trackers for apps have the device's id."""

AMPLITUDE: Names = {
    "session_id": "$session_id",
    "event_id": "$event_id",
    "user_properties": "$user_properties",
    "global_user_properties": "$global_user_properties",
    "groups": "$groups",
    "group_properties": "$group_properties",
    "user_agent": "$user_agent",
    "language": "$browser_language",
    "platform": "$platform",
    "os_name": "$os",
    "os_version": "$os_version",
    "app_version": "$app_version",
    "version_name": "$app_version",
    "device_brand": "$device_brand",
    "device_manufacturer": "$device_manufacturer",
    "device_model": "$device_model",
    "device_type": "$device_type",
    "carrier": "$network_carrier",
    "country": "$country",
    "region": "$region",
    "city": "$city",
    "dma": "$dma",
    "location_lat": "$latitude",
    "location_lng": "$longitude",
    "price": "$price",
    "quantity": "$quantity",
    "revenue": "$revenue",
    "revenueType": "$revenue_type",
    "revenue_type": "$revenue_type",
    "productId": "$productId",
    "product_id": "$productId",
    "currency": "$currency",
    "library": "$lib",
    "plan": "$plan",
    "ingestion_metadata": "$ingestion_metadata",
    "partner_id": "$partner_id",
    "ip": "$ip",
}

SEGMENT_CONTEXT: Names = {
    "userAgent": "$user_agent",
    "locale": "$browser_language",
    "timezone": "$timezone",
    "sessionId": "$session_id",
    "sessionStart": "$session_start",
    "groupId": "$group_id",
    "ip": "$ip",
    "page": {
        "url": "$current_url",
        "path": "$pathname",
        "referrer": "$referrer",
        "initial_referrer": "$initial_referrer",
        "title": "$title",
    },
    "referrer": {"url": "$referrer", "type": "$referrer_type", "name": "$referrer_name", "id": "$referrer_id"},
    "campaign": {
        "source": "utm_source",
        "medium": "utm_medium",
        "name": "utm_campaign",
        "term": "utm_term",
        "content": "utm_content",
        "id": "utm_id",
    },
    "screen": {"width": "$screen_width", "height": "$screen_height", "density": "$screen_density"},
    "os": {"name": "$os", "version": "$os_version"},
    "device": {
        "manufacturer": "$device_manufacturer",
        "brand": "$device_brand",
        "model": "$device_model",
        "name": "$device_name",
        "type": "$device_type",
    },
    "app": {"name": "$app_name", "version": "$app_version", "build": "$app_build", "namespace": "$app_namespace"},
    "network": {
        "carrier": "$network_carrier",
        "wifi": "$network_wifi",
        "cellular": "$network_cellular",
        "bluetooth": "$network_bluetooth",
    },
    "location": {
        "country": "$country",
        "region": "$region",
        "city": "$city",
        "latitude": "$latitude",
        "longitude": "$longitude",
        "speed": "$location_speed",
    },
    "library": {"name": "$lib", "version": "$lib_version"},
    "traits": None,  # they are properties, or beside them
    **dict.fromkeys(("userAgentData", "integrations", "protocols", "instanceId", "messageId", "receivedAt", "sentAt")),
}

GA4_PARAMS: Names = {
    "session_id": "$session_id",
    "page_location": "$current_url",
    "page_referrer": "$referrer",
    "page_title": "$title",
}

GA4: Names = {
    "user_properties": "$user_properties",
    "user_agent": "$user_agent",
    "ip_override": "$ip",
    "device": {
        "category": "$device_type",
        "language": "$browser_language",
        "operating_system": "$os",
        "operating_system_version": "$os_version",
        "model": "$device_model",
        "brand": "$device_brand",
        "browser": "$browser",
        "browser_version": "$browser_version",
    },
    "user_location": {"country_id": "$country", "region_id": "$region", "city": "$city"},
}

SNOWPLOW_CONTEXTS: Mapping[str, Names] = {  # by the names of their schemas
    "mobile_context": {
        "osType": "$os",
        "osVersion": "$os_version",
        "deviceManufacturer": "$device_manufacturer",
        "deviceModel": "$device_model",
        "carrier": "$network_carrier",
        "networkType": "$network_type",
        "language": "$browser_language",
    },
    "application": {"version": "$app_version", "build": "$app_build"},
    "application_context": {"name": "$app_name", "version": "$app_version"},
    "client_session": {"sessionId": "$session_id", "sessionIndex": "$session_index", "userId": SESSION_USER},
    "geolocation_context": {"latitude": "$latitude", "longitude": "$longitude", "speed": "$location_speed"},
    "screen": {"name": "$screen_name"},
}

OPENPANEL: Names = {
    "__path": "$current_url",
    "__referrer": "$referrer",
    "__title": "$title",
    "__revenue": "$revenue",
    "__ip": "$ip",
    "__userAgent": "$user_agent",
    "__version": "$app_version",
    "__buildNumber": "$app_build",
    "__os": "$os",
    "__osVersion": "$os_version",
    "__browser": "$browser",
    "__browserVersion": "$browser_version",
    "__device": "$device_type",
    "__brand": "$device_brand",
    "__model": "$device_model",
    "__country": "$country",
    "__region": "$region",
    "__city": "$city",
    "__latitude": "$latitude",
    "__longitude": "$longitude",
}

UMAMI: Names = {
    "referrer": "$referrer",
    "title": "$title",
    "language": "$browser_language",
    "tag": "$tag",
    "ip": "$ip",
    "userAgent": "$user_agent",
    "browser": "$browser",
    "os": "$os",
    "device": "$device_type",
}


def rest(said: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """What of `said` is not in `names`: a site's own."""
    return {key: value for key, value in said.items() if key not in names}


def pick(said: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """What of `said` is in `names`, under the name it has there; what is null or empty was not told."""
    found: dict[str, Any] = {}
    for key, value in said.items():
        name = names.get(key)
        if name is None or value is None or value == "":
            continue
        if type(name) is str:
            found[name] = {} if value == [] and name in _OBJECTS else spelled(name, value)
        elif type(value) is dict:
            found.update(pick(value, name))
    return found
