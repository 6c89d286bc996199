"""Accounts: what events name beside their visitor, and questions can count in the place of visitors."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from query.questions.words import Text

GROUPS = "$groups"
"""The property under which events name the accounts that they belong to, by their types."""

CALLS = ("$group", "$identify", "$assign_group")
"""Events by which a visitor says once and for all which accounts they belong to; of other events only these events say
it."""

MEMBER_FOR = timedelta(days=90)
"""For so long what a visitor said holds for events that name no account of the type."""

NEARLY = timedelta(days=1)
"""What a report looks at before its range at most, to see that a session goes on rather than begins."""

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
