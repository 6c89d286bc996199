"""/shared/{token}: the page of a link. It is made here and not among the other pages, which know no database: the sites
that may frame it are the link's own."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, cast

from fastapi import Request, Response

from query.access.link import app_shown_by
from query.api.room import Room
from query.shares import visits
from query.shares.links import NoSuchShare
from spoor.errors import SpoorError
from spoor.http.page_headers import headers_of_page

router = Room(include_in_schema=False)

_SCRIPT = '<script type="module" src="/assets/shared/views/shared-board.js"></script>'
_WAIT = '<p class="unseen">Loading …</p>\n<noscript><p class="notice">Spoor’s pages need JavaScript.</p></noscript>'
_GONE = "This link has ended", "Whoever sent it to you can make another one. Or a letter of the address is missing."
_LATER = "Not just now", "Nothing is wrong with your link: load the page again in a moment."
"""Headings of what there is to say instead, and what to do."""


@router.get("/shared/{token}")
def show_page(token: str, request: Request) -> Response:
    """The page; what it shows it asks for by itself."""
    event = cast(Mapping[str, Any], request.scope.get("aws.event") or {})
    source = str(event.get("requestContext", {}).get("http", {}).get("sourceIp") or "nowhere")
    try:
        found = visits.find(token, source)
        if app_shown_by(found.maker_id, found.app_id) is None:
            raise NoSuchShare
    except NoSuchShare:
        return _page(404, *_GONE)
    except SpoorError as error:
        return _page(error.status, *_LATER)
    words = {"title": "Shared", "script": _SCRIPT, "place": "shared", "busy": ' aria-busy="true"', "content": _WAIT}
    return _response(200, words, found.embed_on)


def _page(status: int, heading: str, advice: str) -> Response:
    content = f'<h1>{heading}</h1>\n<p class="quiet">{advice}</p>'
    return _response(
        status, {"title": heading, "script": "", "place": "main", "busy": "", "content": content}, framed_by=()
    )


def _response(status: int, words: Mapping[str, str], framed_by: tuple[str, ...]) -> Response:
    headers = {
        **headers_of_page(framed_by=framed_by),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",  # the address is the secret; no form of this page is posted
        "x-robots-tag": "noindex",
    }
    return Response(_template().substitute(words), status, headers, media_type="text/html; charset=utf-8")


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
