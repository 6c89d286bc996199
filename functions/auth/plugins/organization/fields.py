"""Fields of the plugin's bodies that are of more than one kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auth.gate.fields import Field
from auth.gate.shapes import Record
from auth.users.text import has_nul


@dataclass(frozen=True)
class TextOrNull(Field):
    """A text, or null."""

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """See Field."""
        return [] if self.name in values and values[self.name] is None else super().problems(values, place)


@dataclass(frozen=True)
class TextOrTexts(Field):
    """A text or a list of texts."""

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """See Field."""
        value = values.get(self.name)
        is_good = isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))
        return [] if is_good else [f"[{place}.{self.name}] Invalid input"]


@dataclass(frozen=True)
class StorableText(TextOrNull):
    """A text of a team that can be stored, or null where `nullable`."""

    nullable: bool = False

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """See Field."""
        found = super().problems(values, place) if self.nullable else Field.problems(self, values, place)
        if not found and has_nul(values.get(self.name)):
            return [f"[{place}.{self.name}] Invalid string"]
        return found


def organization_fields(*, required: bool) -> tuple[Field, ...]:
    """What can be said of a team."""
    return (
        StorableText("name", required=required, filled=True, longest=200),
        StorableText("slug", required=required, filled=True, longest=200),
        StorableText("logo", required=False, longest=2048, nullable=True),
        Record("metadata", required=False),
    )


ORGANIZATION_ID = Field("organizationId", required=False)
"""Which team; without it the session's active one."""
