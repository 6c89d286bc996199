"""The browsers that visitors have, in the words that ingest has for them (docs/ingest.md, What Spoor adds)."""

from dataclasses import dataclass
from random import Random

from dev.demo.people.picking import pick


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser on a kind of device."""

    device_type: str
    name: str
    system: str
    screen: tuple[int, int]


_WIDE, _LAPTOP, _MAC = (1920, 1080), (1366, 768), (1440, 900)
_ANDROID, _SAMSUNG, _IPHONE, _IPAD = (412, 915), (384, 854), (390, 844), (820, 1180)

_BROWSERS = {
    "Desktop": {
        Browser("Desktop", "Chrome", "Windows", _WIDE): 40,
        Browser("Desktop", "Chrome", "Mac OS X", _MAC): 18,
        Browser("Desktop", "Chrome", "Linux", _WIDE): 4,
        Browser("Desktop", "Firefox", "Windows", _LAPTOP): 9,
        Browser("Desktop", "Firefox", "Linux", _WIDE): 5,
        Browser("Desktop", "Safari", "Mac OS X", _MAC): 14,
        Browser("Desktop", "Microsoft Edge", "Windows", _LAPTOP): 10,
    },
    "Mobile": {
        Browser("Mobile", "Chrome", "Android", _ANDROID): 44,
        Browser("Mobile", "Samsung Internet", "Android", _SAMSUNG): 8,
        Browser("Mobile", "Mobile Safari", "iOS", _IPHONE): 48,
    },
    "Tablet": {
        Browser("Tablet", "Mobile Safari", "iOS", _IPAD): 80,
        Browser("Tablet", "Chrome", "Android", _IPAD): 20,
    },
}
_TYPES = {"Desktop": 53, "Mobile": 41, "Tablet": 6}


@dataclass(frozen=True, slots=True)
class Device:
    """A browser on a machine; its `anonymous_id` is what a tracker would keep there."""

    anonymous_id: str
    browser: Browser

    @property
    def is_phone(self) -> bool:
        """Whether it is one of those on which the release breaks the checkout."""
        return self.browser.device_type == "Mobile"


def first_device(anonymous_id: str, random: Random) -> Device:
    """Somebody's first device."""
    return _device(anonymous_id, pick(_TYPES, random), random)


def second_device(anonymous_id: str, beside: Device, random: Random) -> Device:
    """Their second, which is of another kind."""
    return _device(anonymous_id, "Desktop" if beside.is_phone else "Mobile", random)


def _device(anonymous_id: str, device_type: str, random: Random) -> Device:
    return Device(anonymous_id, pick(_BROWSERS[device_type], random))
