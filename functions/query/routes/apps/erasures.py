"""/api/apps/{appId}/erasures: a visitor's right to be forgotten.

The visitor stands in the body: what anybody may send as an id can read as another address once clients have tidied the
path (`..`), or lose what follows a question mark at the HTTP API, and what is erased does not come back.
"""

from typing import Annotated, Any

from pydantic import Field

from query.access.door import AppToErase, AppToRead
from query.api.room import Room
from query.apps import erasures
from query.apps.erasures import Erasure, Wish
from query.questions.words import AnyId, Words
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.words import in_words

router = Room()

ABOUT = "A visitor's right to be forgotten."


class ErasureWords(Words):
    """Whom to erase."""

    visitor_id: AnyId
    dry_run: Annotated[bool, Field(description="Only count what would go.")] = False
    ids: Annotated[int, Field(ge=0, description="How many ids have to go; needed for more than 1,000.")] | None = None
    events: Annotated[int, Field(ge=0, description="The same of events; needed for more than 100,000.")] | None = None


@router.post("/apps/{app_id}/erasures", status_code=201, responses=gives(Erasure, "What went, or would go.", 201))
def erase_visitor(app: AppToErase, words: ErasureWords) -> Any:
    """Erase everything of one visitor, named by any of their ids, and say how much that was; or only count it."""
    return in_words(erasures.erase(app.user_id, app.id, Wish(**words.model_dump()), app.horizon))


@router.get("/apps/{app_id}/erasures", responses=lists("erasures", Erasure, "The record."))
def list_erasures(app: AppToRead, form: Wanted) -> Any:
    """The record of erasures, newest first; it names no visitor."""
    return form.of_list("erasures", erasures.list_of(app.id), Erasure)
