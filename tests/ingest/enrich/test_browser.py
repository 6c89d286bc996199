"""Browser, system and device have the names that posthog-js gives them."""

import pytest

from ingest.enrich.browser import is_browser, read_browser
from tests.ingest.enrich.test_bots import CHROME, SERVERS

SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)
CASES = {
    CHROME: ("Chrome", 156, "Windows", "Desktop"),
    CHROME + " Edg/155.0.0.0": ("Microsoft Edge", 155, "Windows", "Desktop"),
    SAFARI: ("Mobile Safari", 17.5, "iOS", "Mobile"),
    SAFARI.replace("iPhone; CPU iPhone OS", "iPad; CPU OS"): ("Mobile Safari", 17.5, "iOS", "Tablet"),
    SAFARI.replace("Version/17.5", "CriOS/131.0.6778.73"): ("Chrome iOS", 131, "iOS", "Mobile"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Safari/605.1.15": ("Safari", 18.1, "Mac OS X", "Desktop"),
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": ("Firefox", 145, "Linux", "Desktop"),
    "Mozilla/5.0 (Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0": ("Firefox", 145, "Android", "Mobile"),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36": (
        "Chrome",
        131,
        "Android",
        "Mobile",
    ),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36": (
        "Chrome",
        131,
        "Android",
        "Tablet",
    ),
    "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 "
    "Chrome/125.0.0.0 Mobile Safari/537.36": ("Samsung Internet", 27, "Android", "Mobile"),
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/5.0 TV Safari/537.36": (
        "Safari",
        5,
        "Tizen",
        "TV",
    ),
}


@pytest.mark.parametrize(("user_agent", "told"), CASES.items())
def test_a_browser_is_told_from_its_user_agent(user_agent: str, told: tuple[object, ...]) -> None:
    names = ("$browser", "$browser_version", "$os", "$device_type")
    assert read_browser(user_agent) == dict(zip(names, told, strict=True))


@pytest.mark.parametrize("user_agent", ["Mozilla/5.0 (", "Mozilla/5.0 (\x00)", "Mozilla/5.0 (" + "(" * 499])
def test_what_is_no_known_browser_has_a_device_at_most(user_agent: str) -> None:
    assert read_browser(user_agent) == {"$device_type": "Desktop"}


@pytest.mark.parametrize("user_agent", SERVERS)
def test_a_server_is_no_browser(user_agent: str) -> None:
    assert not is_browser(user_agent)
