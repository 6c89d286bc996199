"""/api/apps/{appId}/accounts: what trackers said of accounts themselves."""

import json
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, Field

from query.access.door import AppToAsk, AppToErase
from query.api.room import Room
from query.apps import accounts
from query.apps.accounts import AccountProfile, AccountsPage, Forgotten
from query.questions.form import Format
from query.questions.words import QueryString, Text
from query.reports.groups import LONGEST_TYPE
from query.routes.answers import gives
from query.routes.form import WantedToo, pages
from query.routes.words import in_words

router = Room()

ABOUT = "Accounts that events name, and what trackers said of them: names and other properties."

MOST_IDS = 200

_Type = Annotated[Text, Field(min_length=1, max_length=LONGEST_TYPE, description="A type of accounts.")]


def ids_in(text: str) -> list[str]:
    """The ids in a JSON list. Raises ValueError."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, list) or not all(isinstance(one, str) and 0 < len(one) <= 200 for one in said):
        raise ValueError('must be a JSON list of ids, such as ["acme"]')
    if len(said) > MOST_IDS:
        raise ValueError(f"names more than {MOST_IDS} ids")
    if any("\0" in one or any("\ud800" <= letter <= "\udfff" for letter in one) for one in said):
        raise ValueError("holds NUL or half a character")
    return said


def _checked(text: str) -> str:
    ids_in(text)
    return text


class AccountsQuestion(QueryString):
    """`GET /api/apps/{appId}/accounts`: one page of them."""

    type: _Type | None = None
    ids: (
        Annotated[
            Text,
            Field(max_length=50_000, description=f"A JSON list of at most {MOST_IDS} ids: these alone."),
            AfterValidator(_checked),
        ]
        | None
    ) = None
    limit: Annotated[int, Field(ge=1, le=1000, description="How many at the most.")] = 100
    cursor: Annotated[str, Field(max_length=3000, description="The `nextCursor` of the page before.")] | None = None
    format: Format = "json"


class AccountNamed(QueryString):
    """One account."""

    type: _Type
    id: Annotated[Text, Field(min_length=1, max_length=200, description="Its id.")]


@router.get("/apps/{app_id}/accounts", responses=pages(AccountsPage, "A page of accounts."))
def list_accounts(app: AppToAsk, question: Annotated[AccountsQuestion, Query()], form: WantedToo) -> Any:
    """The accounts of which trackers said something, by type and id. One that events only name is not among them."""
    ids = None if question.ids is None else ids_in(question.ids)
    found = accounts.page(app.id, of_type=question.type, ids=ids, limit=question.limit, cursor=question.cursor)
    return form.of_page("accounts", found, AccountProfile)


@router.delete("/apps/{app_id}/accounts", responses=gives(Forgotten, "Of how many accounts it was forgotten."))
def forget_account(app: AppToErase, question: Annotated[AccountNamed, Query()]) -> Any:
    """Forget what was said of an account. Its events stay: they go by a clearing, or with their visitors."""
    return in_words(accounts.forget(app.id, question.type, question.id))
