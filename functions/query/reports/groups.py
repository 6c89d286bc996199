"""Accounts: what events name beside their visitor, and questions can count in the place of visitors."""

from typing import Annotated

from pydantic import Field

from query.questions.words import Text

GROUPS = "$groups"
"""The property under which events name the accounts that they belong to, by their types."""

LONGEST_TYPE = 200

Group = Annotated[
    Text,
    Field(
        min_length=1,
        max_length=LONGEST_TYPE,
        description="A type of accounts, such as `company`: these are counted in the place of visitors, and events "
        "that name none are left out.",
    ),
]
"""The word of a question."""
