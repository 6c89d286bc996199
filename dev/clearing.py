"""`python -m dev.clearing`: the command behind `make clear`, which has events deleted by what they are."""

import argparse
import json
import os
import sys
from time import sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

_EPILOG = """\
SPOOR_URL is where the API is (http://127.0.0.1:3000), SPOOR_TOKEN an API token with the scope `manage`, made on the
security page. First ask with --dry-run how much would go. docs/operations.md says what else to do against poison.
"""
_PAUSE_S = 5.0


class Refused(Exception):
    """The API did not do it; the text says why."""


def main(arguments: list[str] | None = None) -> int:
    """Ask for a clearing, and wait until it is done where that is wished; 1 when the API refuses."""
    parser = argparse.ArgumentParser(
        prog="python -m dev.clearing",
        description="Delete events of an app by name, property and time.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("app", help="the app's id")
    parser.add_argument("--from", dest="start", required=True, help="a date or an ISO 8601 time")
    parser.add_argument("--to", required=True, help="the first moment that is not meant")
    parser.add_argument("--timezone", default="UTC")
    parser.add_argument("--name", action="append", help="of this name (may be repeated)")
    parser.add_argument("--property", help="that have this property")
    parser.add_argument("--value", help="with this value, as JSON where it is that, else as text")
    parser.add_argument("--dry-run", action="store_true", help="only count")
    parser.add_argument("--confirm", action="store_true", help="over 100,000 events are meant")
    parser.add_argument("--wait", action="store_true", help="until it is done")
    given = parser.parse_args(arguments)
    address = f"/api/v1/apps/{given.app}/clearings"
    try:
        receipt = _call(address, _words(given))
        print(json.dumps(receipt))
        while given.wait and receipt["id"] and not receipt["endedAt"]:
            sleep(_PAUSE_S)
            receipt = next(each for each in _call(address)["clearings"] if each["id"] == receipt["id"])
            print(json.dumps(receipt))
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _words(given: argparse.Namespace) -> dict[str, Any]:
    words = {
        "from": given.start,
        "to": given.to,
        "timezone": given.timezone,
        "names": given.name,
        "property": given.property,
        "value": None if given.value is None else _value(given.value),
        "dryRun": given.dry_run,
        "confirm": given.confirm,
    }
    return {name: word for name, word in words.items() if word is not None}


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _call(address: str, body: dict[str, Any] | None = None) -> Any:
    """Raises Refused."""
    place = os.environ.get("SPOOR_URL", "http://127.0.0.1:3000").rstrip("/")
    token = os.environ.get("SPOOR_TOKEN", "")
    if not token or not place.startswith(("http://", "https://")):
        raise Refused("Set SPOOR_TOKEN to an API token with the scope `manage`, and SPOOR_URL to an http(s) address.")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    sent = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(place + address, sent, headers), timeout=60) as answer:  # noqa: S310 - checked above
            return json.load(answer)
    except HTTPError as error:
        raise Refused(f"{error.code} {error.read(2000).decode(errors='replace')}") from None
    except (URLError, TimeoutError, ValueError) as error:
        raise Refused(f"{place} does not answer: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
