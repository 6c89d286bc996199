"""Addresses are kept in Better Auth's normal form."""

import pytest

from auth.http.source_address import normal


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8::1", "2001:0db8:0000:0000:0000:0000:0000:0000"),
        ("2001:DB8:1:2:3:4:5:6", "2001:0db8:0001:0002:0000:0000:0000:0000"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("1.2.3.4:5555", ""),
        ("[2001:db8::1]:443", ""),
        ("fe80::1%eth0", ""),
        ("unknown", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_an_address_is_kept_so(text: object, kept: str) -> None:
    assert normal(text) == kept
