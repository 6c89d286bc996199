"""How much of anything ingest takes; a refusal names the limit."""

MAX_BODY = 6 * 1024 * 1024
"""Bytes of a request as it arrives: what a function URL takes."""

MAX_DECODED = 8 * 1024 * 1024
"""Bytes of a body once opened; counted while it is being opened."""

MAX_TOKENS = 400_000
"""Brackets and commas of a JSON body: each costs memory far beyond its byte, so they are counted before parsing."""

MAX_EVENTS = 5000
"""Events of one request."""

MAX_EVENT = 256 * 1024
"""Characters of text in one event's properties."""

MAX_TEXT = 200
"""Characters of a name and of every id."""

MAX_PROPERTIES = 1000
"""Keys of one event's properties."""

MAX_DEPTH = 20
"""Levels of lists and objects inside one property."""

MAX_LINKS = 100
"""Ids that one event may join with its own."""
