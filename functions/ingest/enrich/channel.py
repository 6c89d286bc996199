"""The rule by which a visit's source and channel are told: what its campaign says, else the referrer or a click's id.

It is pure; its words are in sources.json, and docs/decisions/ingest/channels.md says why it decides as it does.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.enrich.sources import Click, Known, known_host, known_word, table

DIRECT = "direct"
REFERRAL = "referral"
OTHER = "other"
"""A campaign whose words no rule knows."""

PAID = "paid"
PAID_FOR = {
    "search": "paid search",
    "social": "paid social",
    "video": "paid video",
    "shopping": "paid shopping",
    "ai": PAID,
    REFERRAL: PAID,
    OTHER: PAID,
}
"""What a channel is called where it is paid for; one that is not here keeps its name."""

_WEAK = {"display unless known": "display", REFERRAL: REFERRAL}
"""What a medium means where nothing else tells the channel."""

_NOBODY = frozenset({"", "-", "(direct)", "direct", "(none)", "none", "(not-set)", "null", "undefined"})
_ADS = re.compile(r"-?ads?$")  # google-ads, facebookads
_SHOP = re.compile(r"(?:^|[^a-z])shop(?:ping)?(?:$|[^a-z])")
_GAPS = re.compile(r"[\s_]+")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_MOST_WORDS = 8


class Provenance(NamedTuple):
    """Whence a visit came."""

    source: str
    channel: str


@lru_cache(maxsize=1024)
def tell(
    referrer: str, source: str = "", medium: str = "", campaign: str = "", clicks: tuple[str, ...] = ()
) -> Provenance:
    """The source and channel of a visit.

    `referrer` is the host of another site, or empty; `source`, `medium` and `campaign` are the address's utm words as
    they were written, `clicks` the names of the advertisers' ids in it.
    """
    said = _said(source)
    named, is_advertisement = _named(_word(said)) if said else (None, False)
    referring = known_host(referrer) if referrer else None
    click = _click(clicks, passed_on=bool(referrer) and not referring)
    meant = _meanings(medium)
    is_paid = is_advertisement or PAID in meant or bool(click and click.is_paid)
    if is_paid and _SHOP.search(campaign.lower()):
        meant.insert(0, "shopping")
    kinds = [kind for kind in meant if kind != PAID and kind not in _WEAK]
    kinds += [one.channel for one in (named, referring, click and click.source) if one]
    kinds += [_WEAK[kind] for kind in meant if kind in _WEAK]
    if referrer:
        kinds.append(REFERRAL)
    kinds.append(OTHER if said or meant or campaign else DIRECT)
    channel = PAID_FOR.get(kinds[0], kinds[0]) if is_paid else kinds[0]
    name = (
        (named and named.name)
        or said
        or (referring and referring.name)
        or (click and click.source.name)
        or referrer.removeprefix("www.")
        or channel
    )
    return Provenance(name, channel)


def _said(source: str) -> str:
    """A campaign's source in lower case; nothing where it names nobody."""
    said = source.strip().lower()
    return "" if not said or _word(said) in _NOBODY else said


def _word(said: str) -> str:
    """A word as the table writes it: `-` for what people put between words, and of an address the host."""
    return _GAPS.sub("-", said.rpartition("://")[2].partition("/")[0])


def _named(word: str) -> tuple[Known | None, bool]:
    """The source that is called so, and whether the word says that it is its advertisements."""
    known = known_word(word)
    if known or not (bare := _ADS.sub("", word)) or bare == word:
        return known, False
    known = known_word(bare)
    return known, known is not None


def _meanings(medium: str) -> list[str]:
    """What the words of a medium mean, in the table's order; a medium that is a source's name means its channel."""
    if not medium:
        return []
    mediums = table().mediums
    found: set[str] = set()
    for word in _NO_WORD.split(medium.lower(), maxsplit=_MOST_WORDS):
        for prefix in ("paid", "organic", ""):
            rest = word.removeprefix(prefix)
            if rest in mediums and word.startswith(prefix):
                found.update(mediums[rest], (PAID,) if prefix == PAID else ())
                break
    if not found and (known := known_word(_word(medium.strip().lower()))):
        return [known.channel]
    return [meaning for meaning in table().meanings if meaning in found]


def _click(clicks: tuple[str, ...], *, passed_on: bool) -> Click | None:
    """The id that counts: a paid one first. One that is but a hint says nothing of a link that was passed on."""
    if not clicks:
        return None
    of = [table().clicks[name] for name in clicks if name in table().clicks]
    of = [click for click in of if not (click.is_hint and passed_on)]
    return next((click for click in of if click.is_paid), of[0] if of else None)
