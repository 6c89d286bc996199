"""Tags of contents, by which a client asks whether what it has is still the answer (RFC 9110, section 8.8.3)."""

import hashlib


def tag_of(content: bytes) -> str:
    """A tag that changes with the content, without its quotes."""
    return hashlib.sha256(content).hexdigest()[:32]


def is_named(tag: str, if_none_match: str) -> bool:
    """Whether a header names a quoted tag, be one of them weak, or any at all (section 13.1.2)."""
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return tag.removeprefix("W/") in known or "*" in known
