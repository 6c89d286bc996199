"""/api/apps/{appId}/live."""

from typing import Any

from query.access.door import AppToAsk
from query.api.room import Room
from query.conductor import answer_of
from query.looks.events import Event
from query.looks.live import LIVE, Live, LiveQuestion
from query.routes.answers import gives
from query.routes.form import CSV, Wanted
from query.routes.words import table_of

router = Room()

ABOUT = "What happens just now."


@router.get("/apps/{app_id}/live", responses=gives(Live, "The last 30 minutes; as a table, its events.", content=CSV))
def get_live(app: AppToAsk, form: Wanted) -> Any:
    """What happened within the last 30 minutes."""
    found = answer_of(LIVE, LiveQuestion(), app.scope())
    return form.of_answer(found, table_of(Event, found.events), "live")
