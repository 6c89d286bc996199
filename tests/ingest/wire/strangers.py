"""Works out by hand which id a visitor without one has today."""

from hashlib import sha256

from tests.people import Direct

OF_DAY = {"$visitor_of_day": True}
"""What an event of such a visitor bears."""

ADDRESS = "127.0.0.1"  # whom the tests' gateway names as caller


def stranger(database: Direct, app: str, user_agent: str, address: str = ADDRESS) -> str:
    """The visitor of `app` from `address` with `user_agent`, by the latest day's salt."""
    row = database.execute("SELECT salt::text AS salt FROM spoor.visitor_salts ORDER BY day DESC LIMIT 1").fetchone()
    assert row is not None
    return sha256("\0".join([row["salt"], app, address, user_agent]).encode()).hexdigest()[:32]
