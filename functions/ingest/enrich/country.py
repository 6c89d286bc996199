"""Tells the country of an address, where a database of addresses is configured; the address itself goes nowhere."""

from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.http.address import first_public
from spoor.settings import setting
from spoor.telemetry import logger

if TYPE_CHECKING:
    from maxminddb import Reader


def is_told() -> bool:
    """Whether there is a database of addresses."""
    return bool(setting("GEOIP_DATABASE", ""))


def read_country(address: Any) -> dict[str, str]:
    """`$country` as two letters (ISO 3166) by the file at GEOIP_DATABASE, in the layout that MaxMind, DB-IP and others
    share; nothing without a file, or where it does not know the address."""
    path = setting("GEOIP_DATABASE", "")
    if not path or type(address) is not str:
        return {}
    database = _open(path)
    code = _code_in(_find(database, address) or _find(database, first_public(address))) if database else None
    return {"$country": code} if code else {}


@cache
def _open(path: str) -> "Reader | None":
    """The database, kept open. One that cannot be read is told once in the log and costs no event."""
    import maxminddb

    try:
        return maxminddb.open_database(path)
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        logger.error("GEOIP_DATABASE cannot be read", kind=type(error).__name__)
        return None


def _find(database: "Reader", address: str | None) -> Any:
    """The record of an address; None where there is none, also because it is no address or the file is damaged."""
    if address is None:
        return None
    from maxminddb import InvalidDatabaseError

    try:
        return database.get(address)
    except (ValueError, InvalidDatabaseError):
        return None


def _code_in(record: Any) -> str | None:
    """The code in a record: where the address is used, else where it is registered."""
    if type(record) is dict:
        for place in (record.get("country"), record.get("registered_country")):
            if type(place) is dict and type(code := place.get("iso_code")) is str:
                return code
    return None
