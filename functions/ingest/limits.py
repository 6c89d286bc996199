"""How much of anything ingest takes; what is over it is cut with a warning, or refused by its name."""

MAX_BODY = 6 * 1024 * 1024
"""Bytes of a request as it arrives: what a function URL takes."""

MAX_DECODED = 8 * 1024 * 1024
"""Bytes of a body once opened; counted while it is being opened."""

MAX_TOKENS = 400_000
"""Brackets and commas of a JSON body: each costs memory far beyond its byte, so they are counted before parsing."""

MAX_EVENTS = 5000
"""Events of one request."""

MAX_EVENT = 1024 * 1024
"""Bytes of text in one event's properties; longer texts are cut."""

MAX_TEXT = 200
"""Characters of a name and of every id as they are stored."""

MAX_PROPERTIES = 1000
"""Keys of one event's properties; what comes after them is cut."""

MAX_DEPTH = 20
"""Levels of lists and objects inside one property; what is deeper is cut."""

MAX_LINKS = 100
"""Ids that one event may join with its own."""
