"""The scope of a question as statements need it: with the cohorts that it names as statements, too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from query.scope import Scope

Members = Mapping[UUID, Select[Any]]
"""The visitors of each cohort, as a statement of one column."""


@dataclass(frozen=True, slots=True)
class PostgresScope(Scope):
    """A scope with the `members` of its cohorts."""

    members: Members = field(default_factory=dict)
