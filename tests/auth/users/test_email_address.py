"""An e-mail address is what Better Auth takes for one."""

import pytest

from auth.users.text import is_address


@pytest.mark.parametrize(
    "text",
    [
        "a@b.co",
        "a.b+c'd.e@ex.co",
        "A_B-c@EX-AMPLE.COM",
        "x@sub.ex-.com",
        "-@a.bc",
        "'a@example.com",
        "a" * 242 + "@example.com",
    ],
)
def test_it_is_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nope",
        "a..b@example.com",
        ".a@example.com",
        "a.@example.com",
        "a'@example.com",
        "a@example",
        "a@-example.com",
        "a@example.c",
        "é@example.com",
        "\u212aevin@example.com",
        "a b@example.com",
        " a@example.com",
        "a@example.com ",
        "a@example.com\n",
        "a@1.2.3.4",
        "a@[1.2.3.4]",
        "a%b@example.com",
        '"a"@example.com',
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\0",
        "a" * 100_000 + "@example.com",
        "a." * 100_000 + "@",
    ],
    ids=lambda text: ascii(text[:40]),
)
def test_it_is_no_address(text: str) -> None:
    assert not is_address(text)
