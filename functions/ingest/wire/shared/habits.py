"""What several vendors do alike."""

import base64
import binascii
from typing import Any

from ingest.events.warnings import TIME_CORRECTED
from ingest.http.request import Request
from ingest.storage.receipt import Receipt


def user_of_basic(request: Request) -> str | None:
    """The user of `Authorization: Basic`, where these vendors put the ingest key, or None."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        opened = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return opened.partition(":")[0] or None


def clock_of_query(request: Request) -> int | None:
    """The tracker's clock when it sent, in milliseconds, from the query's `_`, or None."""
    clock = request.query.get("_", "")
    return int(clock) if clock.isdecimal() and len(clock) < 16 else None


def itemise(receipt: Receipt) -> list[dict[str, Any]]:
    """The refused events as `{index, code, message}`."""
    return [{"index": at, "code": one.code, "message": one.message} for at, one in receipt.refused]


def itemise_warnings(receipt: Receipt) -> list[dict[str, Any]]:
    """The events that are stored otherwise than sent, or are not as the tracking plan has them, as `{index, code}`; a
    breach that is about a property names it as `property`."""
    warnings: list[dict[str, Any]] = [{"index": at, "code": code} for at, code in receipt.warnings]
    for at, breach in receipt.breaches:
        about = {} if breach.property is None else {"property": breach.property}
        warnings.append({"index": at, "code": breach.code, **about})
    return warnings


def itemise_changes(receipt: Receipt) -> list[dict[str, Any]]:
    """The same for vendors' SDKs: without the correction of a clock, of which their makers say nothing either."""
    return [one for one in itemise_warnings(receipt) if one["code"] != TIME_CORRECTED]
