"""/api/shared/{token}: what whoever has a link sees, without signing in."""

from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import Field

from query.access.link import ByLink, Shown
from query.api.room import Room
from query.json_text import json_text
from query.questions.words import Text, Words
from query.routes.answers import gives
from query.routes.words import in_words
from query.shares import answer_store, contents, visits
from query.shares.contents import SharedBoard, SharedTile

router = Room()

ABOUT = "What a link shows, to whoever has it: exactly that, and at most a minute old. Nobody has to be signed in."

LARGEST = 4_500_000
"""Bytes of all tiles together: a function may answer 6 MB, as JSON within JSON."""


_VIEWED = "if-none-match"
"""The header by which a page says that it shows an answer already."""


class SharedWords(Words):
    """The password of a link that has one."""

    password: Annotated[Text, Field(max_length=128)]


@router.get("/shared/{token}", responses=gives(SharedBoard, "What the link shows."))
def show_shared(shown: ByLink, request: Request) -> Response:
    """What a link shows. One with a password answers 401: it is posted to the same address."""
    visits.check_password(shown.found, None, shown.source)
    return _answer(shown, counts=_VIEWED not in request.headers)


@router.post("/shared/{token}", responses=gives(SharedBoard, "What the link shows."))
def show_shared_with_password(shown: ByLink, words: SharedWords, request: Request) -> Response:
    """What a link with a password shows."""
    visits.check_password(shown.found, words.password, shown.source)
    return _answer(shown, counts=_VIEWED not in request.headers)


def _answer(shown: Shown, *, counts: bool) -> Response:
    found = answer_store.find(shown.found.id, counts=counts)
    if isinstance(found, answer_store.AnswerToMake):
        with answer_store.held(found):
            board = contents.answer(shown.found, shown.app)
            text = _text_of(board)
            answer_store.keep(found, text, board.answered_at)
        found = text
    return Response(found, media_type="application/json; charset=utf-8")


def _text_of(board: SharedBoard) -> str:
    """The board as JSON; a report for whose answer there is no room is refused."""
    room, tiles = LARGEST, []
    for tile in board.tiles:
        text = json_text(in_words(tile))
        if len(text.encode()) > room:
            text = json_text(in_words(_without_answer(tile)))
        room -= len(text.encode())
        tiles.append(text)
    said: dict[str, Any] = {"name": board.name, "answeredAt": board.answered_at.isoformat()}
    return f'{json_text(said)[:-1]},"tiles":[{",".join(tiles)}]}}'


def _without_answer(tile: SharedTile) -> SharedTile:
    return SharedTile(tile.width, name=tile.name, report=tile.report, status=413, code="ANSWERS_TOO_LARGE")
