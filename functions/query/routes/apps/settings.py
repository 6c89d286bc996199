"""/api/apps/{appId}/settings."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from query.access.door import AppToManage, AppToRead
from query.api.room import Room
from query.apps import settings as app_settings
from query.apps.settings import AppSettings
from query.questions.words import EventName, Text, Words
from query.routes.answers import gives
from query.routes.words import in_words

router = Room()

ABOUT = "What an app takes of the events that are sent to it."

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(rf"(https?)://((?:\*\.)?{_LABEL}(?:\.{_LABEL})*)(?::([0-9]{{1,5}}))?")
_USUAL_PORTS = {"http": "80", "https": "443"}
_MOST_EVENTS = 1_000_000_000
_LEAST_DAYS, _MOST_DAYS = 7, 36_500
_LONGEST_GAP = 86_400  # for so long reports follow a session behind a range


def _origin(said: str) -> str:
    """The origin as browsers write it: small letters, no port where it is the usual one, no slash at the end."""
    found = _ORIGIN.fullmatch(said.lower().removesuffix("/"))
    if not found:
        raise ValueError("must be an origin such as https://shop.example.com, or https://*.example.com for subdomains")
    scheme, host, port = found.groups()
    return f"{scheme}://{host}" if port in {None, _USUAL_PORTS[scheme]} else f"{scheme}://{host}:{port}"


Origin = Annotated[Text, Field(max_length=300), AfterValidator(_origin)]


class SettingsWords(Words):
    """Settings to change; those that are not said stay as they are."""

    keep_bots: bool = False
    allowed_origins: list[Origin] = Field(default_factory=list, max_length=100)
    allowed_event_names: Annotated[list[EventName], Field(max_length=1000)] | None = None
    rate_limit_per_minute: Annotated[int, Field(ge=1, le=_MOST_EVENTS)] | None = None
    session_gap_seconds: Annotated[int, Field(ge=60, le=_LONGEST_GAP)] = 1800
    accept_claims: bool = True
    accept_merges: bool = False
    retention_days: (
        Annotated[
            int,
            Field(
                ge=_LEAST_DAYS,
                le=_MOST_DAYS,
                description="Sealed days leave the database after so many days, and are in the lake alone then.",
            ),
        ]
        | None
    ) = None


@router.get("/apps/{app_id}/settings", responses=gives(AppSettings, "The rules."))
def get_settings(app: AppToRead) -> Any:
    """What an app says about the events it takes, and about sessions."""
    return in_words(app_settings.get(app.id))


@router.patch("/apps/{app_id}/settings", responses=gives(AppSettings, "The rules, changed."))
def change_settings(app: AppToManage, words: SettingsWords) -> Any:
    """Change some of it."""
    return in_words(app_settings.change(app.id, words.model_dump(exclude_unset=True)))
