"""How long things live: sign-in sessions, and what is sent by mail."""

from datetime import timedelta

REMEMBERED = timedelta(days=7)
"""A session, from creation or renewal."""

AT_MOST = timedelta(days=90)
"""A session, from creation, however often it was renewed; where ages are limited."""

NOT_REMEMBERED = timedelta(days=1)
"""A session, from creation; never renewed."""

RENEWED_AFTER = timedelta(days=1)
"""A remembered session is renewed by the first request after this much of its life."""

FRESH = timedelta(days=1)
"""From its creation on a session may list sessions and unlink accounts."""

JUST_SIGNED_IN = timedelta(minutes=10)
"""From its creation on a session stands for the password: it may change the address and delete its user; where nobody
has to prove again who they are, FRESH is enough for that."""

DEVICE = timedelta(days=365)
"""What tells a browser in which somebody has signed in before."""

EMAIL_TOKEN = timedelta(hours=1)
"""What verifies or changes an address."""

RESET_TOKEN = timedelta(hours=1)
"""What a password is reset with."""

DELETION_TOKEN = timedelta(days=1)
"""What a user is deleted with."""

SOCIAL_STATE = timedelta(minutes=10)
"""A sign-in at a provider, from its beginning to the browser's return."""

SOCIAL_STATE_COOKIE = timedelta(minutes=5)
"""What proves that it is the same browser; Better Auth's ends before the row does."""

SECOND_FACTOR = timedelta(minutes=10)
"""From the password on, for the code that goes with it."""

PASSKEY_CHALLENGE = timedelta(minutes=5)
"""What a passkey has to sign, from being asked for it on."""

TRUSTED_DEVICE = timedelta(days=30)
"""A browser that is asked for no code, from its last sign-in on."""

LOCKED = timedelta(minutes=15)
"""A second factor after too many wrong codes."""
