"""A form is opened the quick way exactly as the slow way would."""

from urllib.parse import unquote_to_bytes

from hypothesis import example, given
from hypothesis import strategies as st

from ingest.content.form import unquote

PIECES = [
    b"%22",
    b"%2",
    b"%",
    b"%25",
    b"%7b",
    b"%%22",
    b"=",
    b"==",
    b"=3D",
    b"+",
    b"%2B",
    b"\n",
    b"\r\n",
    b" ",
    b"\xff",
    b"B",
]


@given(st.lists(st.sampled_from(PIECES)).map(b"".join) | st.binary())
@example(b'{"note":"100%"}')
@example(b"%\n")
@example(b"e30=")
def test_whatever_is_escaped_or_only_looks_so(data: bytes) -> None:
    assert unquote(data) == unquote_to_bytes(data.replace(b"+", b" "))
