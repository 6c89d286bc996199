"""Rules of the way back after signing in: it never leads out of Spoor."""

import pytest

from web.request import PageRequest
from web.sign_in_redirect import address, safe_next

APP = "5b1f6f0e-3d6a-4c7e-9d0c-0b8f3a1c2d4e"


@pytest.mark.parametrize(
    "wanted",
    [
        "/dashboard",
        "/settings",
        f"/dashboard/{APP}",
        f"/settings/{APP}",
        f"/dashboard/{APP}?event=order%20completed&step=%24pageview&step=a/b&timezone=Asia%2FTehran",
        f"/dashboard/{APP}/funnels",
        f"/dashboard/{APP}/trends?series=%7B%22event%22%3A%22%24pageview%22%7D&filter=%5B%22%24os%22%2C%22is%22%2C%22iOS%22%5D",
        "/dashboard?",
    ],
)
def test_our_own_pages_are_somewhere_to_go(wanted: str) -> None:
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "/",
        "dashboard",
        "//evil.example",
        "/\\evil.example",
        "///dashboard",
        "https://evil.example/dashboard",
        "javascript:alert(1)",
        "/dashboard//evil.example",
        "/dashboard/../../evil",
        f"/dashboard/{APP}/a/b",
        "/dashboard/%2e%2e/x",
        "/dashboard/\\evil.example",
        "/dashboard@evil.example",
        "/dashboard.evil.example",
        "/dashboard?x=\\",
        "/dashboard\n",
        "/dashboard\r\nset-cookie: a=b",
        "/dashboard?x= y",
        "/dashboard?x=ü",
        "/sign-in",
        "/api/apps",
    ],
)
def test_anything_else_leads_to_the_dashboard(wanted: str) -> None:
    assert safe_next(wanted) == "/dashboard"


def test_who_comes_from_a_provider_with_a_second_factor_is_asked_for_a_code() -> None:
    asked = PageRequest(method="GET", path="/dashboard", query="a=1&twoFactorRedirect=true&b=2")
    assert address(asked) == "/sign-in/code?next=/dashboard%3Fa%3D1%26b%3D2"
