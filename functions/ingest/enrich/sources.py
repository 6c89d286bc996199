"""The one table of who sends visitors (sources.json), as it is looked up: by host, by the words of campaigns."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("sources.json")
_SECOND_LEVELS = frozenset({"co", "com", "org", "net"})  # google.co.uk, google.com.au
_PLAIN = frozenset({"www", "m", "mobile"})


class Known(NamedTuple):
    """A source that the table knows, and the channel it belongs to."""

    name: str
    channel: str


class Click(NamedTuple):
    """What an id in an address says: whose it is, whether only advertisements have it, or every link does."""

    source: Known
    is_paid: bool
    is_hint: bool


class SourceTable(NamedTuple):
    """The file, turned so that each word is found at once."""

    hosts: dict[str, Known]
    lone_hosts: dict[str, Known]
    companies: dict[str, Known]
    words: dict[str, Known]
    mediums: dict[str, tuple[str, ...]]
    meanings: tuple[str, ...]
    clicks: dict[str, Click]


@cache
def table() -> SourceTable:
    """The table; half a millisecond, once an instance, when the first page asks."""
    told = json.loads(_FILE.read_text("utf-8"))
    hosts: dict[str, Known] = {}
    lone_hosts: dict[str, Known] = {}
    companies: dict[str, Known] = {}
    words: dict[str, Known] = {}
    for channel, sources in told["sources"].items():
        for name, spellings in sources.items():
            known = Known(name, channel)
            for word in spellings.split():
                if word.endswith(".*"):
                    companies[word[:-2]] = known
                elif word.startswith("="):
                    lone_hosts[word[1:]] = known
                elif "." in word:
                    hosts[word] = known
                else:
                    words[word] = known
    mediums: dict[str, tuple[str, ...]] = {}
    for meaning, spellings in told["mediums"].items():
        for word in spellings.split():
            mediums[word] = (*mediums.get(word, ()), meaning)
    clicks = {}
    for name, said in told["clicks"].items():
        sort, channel, source = said.split(" ", 2)
        clicks[name] = Click(Known(source, channel), sort == "paid", sort == "hint")
    return SourceTable(hosts, lone_hosts, companies, words, mediums, tuple(told["mediums"]), clicks)


def known_host(host: str) -> Known | None:
    """The source that a host belongs to; `host` is lower case, and may have a port."""
    of = table()
    labels = host.partition(":")[0].split(".")
    for at in range(len(labels) - 1):
        if found := of.hosts.get(".".join(labels[at:])):
            return found
    if len(labels) > 2 and (labels[0] in _PLAIN or len(labels[0]) == 2):
        labels = labels[1:]
    if found := of.lone_hosts.get(".".join(labels)):
        return found
    company = labels[:-2] if len(labels) > 2 and labels[-2] in _SECOND_LEVELS else labels[:-1]
    return of.companies.get(company[0]) if len(company) == 1 else None


def known_word(word: str) -> Known | None:
    """The source that a campaign calls so, in lower case and with `-` between words."""
    return table().words.get(word) or (known_host(word.removeprefix("www.")) if "." in word else None)
