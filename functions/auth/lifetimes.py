"""How long a sign-in session lives."""

from datetime import timedelta

REMEMBERED = timedelta(days=7)
"""From creation or renewal."""

NOT_REMEMBERED = timedelta(days=1)
"""From creation; never renewed."""

RENEWED_AFTER = timedelta(days=1)
"""A remembered session is renewed by the first request after this much of its life."""
