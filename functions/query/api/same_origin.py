"""Refuses what a page of another origin asks a signed-in browser to do."""

from collections.abc import Mapping
from typing import Any, cast

from fastapi import Request

from query.api.surfaces import is_for_programs
from spoor.errors import Forbidden
from spoor.http.origins import is_trusted
from spoor.settings import setting

_READS = {"GET", "HEAD", "OPTIONS"}
_ELSEWHERE = {"cross-site", "same-site"}


class ForeignOrigin(Forbidden):
    """A page that is neither ours nor trusted sent this; the cookie came along by itself."""

    code = "INVALID_ORIGIN"
    message = "This page may not change anything here. Add its origin to TRUSTED_ORIGINS if it should."


def check_origin(request: Request) -> None:
    """Let reads pass, programs (which name no origin, or show a token, that no browser adds by itself), and our own and
    trusted origins.

    SameSite=Lax keeps the cookie from other sites, but not from a sibling host or another port. A browser that says it
    was another site, or a sibling host, names an origin as well: without one it is refused.

    Raises ForeignOrigin.
    """
    origin = request.headers.get("origin")
    event = cast(dict[str, Any], request.scope.get("aws.event") or {})
    if request.method in _READS or is_for_programs(event):
        return
    if origin is None:
        if request.headers.get("sec-fetch-site") in _ELSEWHERE:
            raise ForeignOrigin
        return
    trusted = [pattern.strip() for pattern in setting("TRUSTED_ORIGINS", "").split(",") if pattern.strip()]
    if not is_trusted(origin, [own_origin(event), *trusted]):
        raise ForeignOrigin


def own_origin(event: Mapping[str, Any]) -> str:
    """Where we live: at SPOOR_BASE_URL, or else at the gateway's domain."""
    return setting("SPOOR_BASE_URL", "") or f"https://{event.get('requestContext', {}).get('domainName', '')}"
