"""Opens what a form has percent-encoded, quickly even where it is JSON, of which every third sign is an escape."""

import binascii
from urllib.parse import unquote_to_bytes


def unquote(data: bytes) -> bytes:
    """`data` without its escapes and with blanks for plus signs, as a form has it; what is no escape stays as it is.

    Quoted-printable (RFC 2045 section 6.7) differs in the sign before the two digits and in what it does to ends of
    lines, and has a decoder in C, ten times as fast. Each whole escape leaves two bytes out, anything else fewer: by
    that it shows whether they all were.
    """
    data = data.replace(b"+", b" ")
    if b"\n" not in data and b"\r" not in data:
        printable = data.replace(b"=", b"=3D").replace(b"%", b"=")
        opened = binascii.a2b_qp(printable)
        if len(opened) == len(printable) - 2 * printable.count(b"="):
            return opened
    return unquote_to_bytes(data)
