"""Tells from a referrer where a visitor came from."""

from functools import lru_cache

DIRECT = "$direct"
"""What posthog-js writes where there is no referrer."""

#: A name with a dot is a domain with all below it; one without is a company's name under any country's domain.
SITES = {
    "email": ("mail.google.com", "outlook.live.com", "outlook.office.com", "mail.yahoo.com", "mail.proton.me"),
    "ai": (
        "chatgpt.com",
        "chat.openai.com",
        "claude.ai",
        "copilot.microsoft.com",
        "gemini.google.com",
        "perplexity.ai",
        "chat.mistral.ai",
        "chat.deepseek.com",
        "grok.com",
    ),
    "social": (
        "facebook.com",
        "instagram.com",
        "threads.net",
        "threads.com",
        "t.co",
        "twitter.com",
        "x.com",
        "linkedin.com",
        "lnkd.in",
        "reddit.com",
        "youtube.com",
        "youtu.be",
        "tiktok.com",
        "pinterest",
        "snapchat.com",
        "whatsapp.com",
        "t.me",
        "telegram.org",
        "discord.com",
        "bsky.app",
        "mastodon.social",
        "news.ycombinator.com",
        "tumblr.com",
        "quora.com",
        "vk.com",
        "weibo.com",
    ),
    "search": (
        "google",
        "bing.com",
        "duckduckgo.com",
        "yahoo",
        "yandex",
        "baidu.com",
        "ecosia.org",
        "startpage.com",
        "search.brave.com",
        "qwant.com",
        "kagi.com",
        "naver.com",
        "seznam.cz",
        "sogou.com",
        "so.com",
        "ask.com",
        "aol.com",
        "mojeek.com",
    ),
}

_SOURCE_OF = {name: source for source, names in SITES.items() for name in names}
_LONGEST_HOST = 255
_SECOND_LEVELS = frozenset({"co", "com", "org", "net"})  # google.co.uk, google.com.au


def read_referrer(referrer: str, host: str) -> dict[str, str]:
    """`$referring_domain` and `$source` of a visit to a page of `host`.

    The source is `direct`, `internal` (the same host), or a key of SITES, else `referral`; nothing is told of a
    referrer that is no address.
    """
    if referrer in {"", DIRECT}:
        return {"$referring_domain": DIRECT, "$source": "direct"}
    domain = _host_of(referrer)
    if not domain:
        return {}
    return {"$referring_domain": domain, "$source": "internal" if domain == host else source_of(domain)}


@lru_cache(maxsize=512)
def source_of(host: str) -> str:
    """The kind of site that a host belongs to: a key of SITES, or `referral`."""
    labels = host.partition(":")[0].split(".")
    for at in range(len(labels) - 1):
        if found := _SOURCE_OF.get(".".join(labels[at:])):
            return found
    company = labels[:-2] if len(labels) > 2 and labels[-2] in _SECOND_LEVELS else labels[:-1]
    return _SOURCE_OF.get(company[-1], "referral") if company else "referral"


def _host_of(referrer: str) -> str:
    """The host of an http(s) address, or of the Android app that a browser names as the referrer; else nothing."""
    scheme, _, rest = referrer.partition("://")
    if scheme not in {"http", "https", "android-app"}:
        return ""
    for end in "/?#":
        rest = rest.partition(end)[0]
    host = rest.rpartition("@")[2].lower()
    return host if len(host) <= _LONGEST_HOST else ""
