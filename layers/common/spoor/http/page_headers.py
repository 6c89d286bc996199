"""What every page of ours is sent with, so that a browser lets it do little and nobody put it into a frame."""

from collections.abc import Collection

#: No script, style or connection but our own, and no way for a script to write HTML.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src {}; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    # Not no-referrer: with that a plain form post carries `Origin: null`, which the auth function refuses.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # Browsers heed this on https only, which is all that AWS offers; `make dev` is not touched by it.
    "strict-transport-security": "max-age=31536000",
}


def headers_of_page(*, connects_to: str = "", framed_by: Collection[str] = ()) -> dict[str, str]:
    """The headers: `connects_to` is one more origin that its scripts may call, `framed_by` are the origins whose pages
    may frame it."""
    called, framed = " ".join(["'self'", *filter(None, [connects_to])]), " ".join(framed_by) or "'none'"
    return {**_HEADERS, "content-security-policy": _POLICY.format(called, framed)}
