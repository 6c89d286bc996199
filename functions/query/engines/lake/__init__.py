"""The lake as an engine: sealed days are read from files, all other time from the table, in one pass over both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from query.inquiry import Inquiry
from query.scope import Scope


@contextmanager
def gathered(
    inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope
) -> Iterator[tuple[Any, Callable[[float], None]]]:
    """As an engine's `gathered`; what reads files is loaded now, and not before a question comes that needs it.

    Raises Elsewhere, TooManyReports, TooSlow, DatabaseAway.
    """
    from query.engines.lake.reading import gathered_from

    with gathered_from(inquiry, question, scope) as found:
        yield found
