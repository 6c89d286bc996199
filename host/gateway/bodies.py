"""How a request's body travels in an event: as text or as base64."""

import base64

_TEXT = {"application/json", "application/xml", "application/javascript", "application/x-javascript"}


def body_of(body: bytes, content_type: str | None, content_encoding: str | None) -> tuple[str, bool]:
    """The event's `body` and `isBase64Encoded`.

    Text, JSON, XML and JavaScript arrive as text, everything else (a form too) and everything compressed as base64.
    Bytes that claim to be text and are not UTF-8 arrive mangled.
    """
    if not content_encoding and is_text(content_type):
        return body.decode("utf-8", "replace"), False
    return base64.b64encode(body).decode(), True


def is_text(content_type: str | None) -> bool:
    """Whether AWS takes a content type for text."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind in _TEXT or kind.endswith(("+json", "+xml"))
