"""/api/apps/{appId}/imports: history taken in from files."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from query.access.door import AppToManage
from query.api.room import Room
from query.apps import imports
from query.apps.imports import Import
from query.questions.words import Text, Words, Zone
from query.routes.answers import gives
from query.routes.words import in_words

router = Room()

ABOUT = "History taken in from files that other products export."

Encoding = Literal[
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "iso-8859-15", "cp1250", "cp1251", "cp1252",
    "mac-roman", "shift-jis", "euc-jp", "gb18030", "big5", "koi8-r",
]  # fmt: skip
_Column = Annotated[Text, Field(max_length=200)]
_Columns = Annotated[list[_Column], Field(max_length=1000)]


def _readable(text: str) -> str:
    try:
        datetime.strptime("", text)
    except re.error:
        raise ValueError("each part of a time can be there once") from None
    except ValueError as error:
        if "does not match" not in str(error):
            raise ValueError("is no format such as %d.%m.%Y %H:%M") from None
    return text


class TimeColumn(Words):
    """The column that holds the time, and how it is written there."""

    column: _Column
    format: Annotated[Text, Field(max_length=60), AfterValidator(_readable)] | None = None


class MappingWords(Words):
    """What is in which column of a CSV (docs/moving-in.md)."""

    delimiter: Annotated[Text, Field(min_length=1, max_length=1, pattern=r'^[^"\r\n]$')] = ","
    encoding: Encoding = "utf-8-sig"
    decimal: Literal[".", ","] = "."
    timezone: Zone = "UTC"
    id: _Column | None = None
    name: _Column | None = None
    constant: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    user_id: _Column | None = None
    anonymous_id: _Column | None = None
    occurred_at: _Column | TimeColumn
    properties: Literal["rest"] | _Columns = "rest"
    json_: Annotated[_Columns, Field(alias="json")] = Field(default_factory=list)
    null: _Columns = Field(default_factory=lambda: [""])

    @model_validator(mode="after")
    def _check_name(self) -> Self:
        if (self.name is None) == (self.constant is None):
            raise ValueError("give either `name`, a column, or `constant`, the name of all")
        return self


class ImportWords(Words):
    """Whose export it is, and what has to be said of it."""

    format: Literal[
        "posthog", "mixpanel", "amplitude", "segment", "rudderstack", "warehouse", "ga4", "umami", "plausible", "csv"
    ]
    timezone: Annotated[
        Zone | None, Field(description="mixpanel: the project's zone, if the project was made before 2023.")
    ] = None
    website: Annotated[Text, Field(max_length=100, description="umami: the id of the website.")] | None = None
    mapping: Annotated[MappingWords | None, Field(description="csv: what is in which column.")] = None

    @model_validator(mode="after")
    def _check_format(self) -> Self:
        if (self.format == "csv") != (self.mapping is not None):
            raise ValueError("`mapping` is for csv, which needs it")
        if (self.format == "umami") != (self.website is not None):
            raise ValueError("`website` is for umami, which needs it")
        if self.timezone is not None and self.format != "mixpanel":
            raise ValueError("`timezone` is for mixpanel; a mapping has one of its own")
        return self


@router.post("/apps/{app_id}/imports", status_code=201, responses=gives(Import, "The import.", 201))
def begin_import(app: AppToManage, words: ImportWords) -> Any:
    """Begin to take history in: files then go to `POST /v1/imports` of ingest with the id as `Authorization: Bearer`,
    for a day. A file of at most 4 MB is stored as far as there is time, and the answer says from where on to send it
    again; what is there already is not doubled."""
    said = words.model_dump(by_alias=True, exclude_none=True, include={"timezone", "website", "mapping"})
    return in_words(imports.begin(app.id, words.format, said))
