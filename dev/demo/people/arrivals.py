"""Where visitors of the shop come from, as a browser and an address tell it: the referrer, and the campaign's words."""

from dataclasses import dataclass
from random import Random

from dev.demo.people.picking import pick


@dataclass(frozen=True, slots=True)
class Arrival:
    """A way to the shop. `campaign` is the query that the links of a campaign have; `landings` are where it leads."""

    referrer: str = ""
    campaign: str = ""
    landings: tuple[str, ...] = ("/",)
    interest: float = 1.0


ARTICLES = ("/blog/repotting", "/blog/light", "/blog/first-plants", "/care", "/templates")

DIRECT = Arrival(interest=1.2)
GOOGLE = Arrival("https://www.google.com/", landings=("/", *ARTICLES))
BING = Arrival("https://www.bing.com/", landings=("/", *ARTICLES))
DUCK_DUCK_GO = Arrival("https://duckduckgo.com/", landings=("/", "/care"))
ADVERTISEMENT = Arrival(
    "https://www.google.com/", "utm_source=google&utm_medium=cpc&utm_campaign=balcony-season", interest=0.9
)
NEWSLETTER = Arrival(
    campaign="utm_source=newsletter&utm_medium=email&utm_campaign=monthly-letter", landings=ARTICLES[:3], interest=1.5
)
PARTNER = Arrival("https://leafy-living.example/shops", landings=("/", "/templates"), interest=1.3)
INSTAGRAM = Arrival("https://l.instagram.com/", interest=0.6)
POST = Arrival(
    "https://l.instagram.com/",
    "utm_source=instagram&utm_medium=social&utm_campaign=first-plants",
    landings=("/blog/first-plants",),
    interest=0.6,
)
CHATGPT = Arrival("https://chatgpt.com/", "utm_source=chatgpt.com", ("/care", "/blog/light"), 1.4)
VIDEO = Arrival("https://www.youtube.com/", landings=("/blog/repotting",), interest=0.8)

_FIRST = {
    GOOGLE: 25,
    DIRECT: 25,
    NEWSLETTER: 10,
    PARTNER: 9,
    ADVERTISEMENT: 8,
    INSTAGRAM: 7,
    POST: 5,
    CHATGPT: 5,
    BING: 3,
    VIDEO: 2,
    DUCK_DUCK_GO: 1,
}
_AGAIN = {DIRECT: 70, NEWSLETTER: 18, GOOGLE: 12}


def first(random: Random) -> Arrival:
    """How somebody found the shop."""
    return pick(_FIRST, random)


def again(random: Random) -> Arrival:
    """How somebody comes back to it: most know the address by then."""
    return pick(_AGAIN, random)
