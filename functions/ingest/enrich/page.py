"""Reads host, path, campaign and click ids from a page's address."""

from urllib.parse import parse_qsl, urlsplit

CAMPAIGN = frozenset({"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id"})

CLICK_IDS = frozenset(
    {
        "gclid",  # Google Ads; gbraid and wbraid where an app is in between, gclsrc and gad_source beside them
        "gbraid",
        "wbraid",
        "gclsrc",
        "gad_source",
        "dclid",  # Google Display
        "fbclid",  # Facebook, Instagram
        "igshid",  # Instagram
        "msclkid",  # Microsoft Advertising
        "twclid",  # X
        "li_fat_id",  # LinkedIn
        "ttclid",  # TikTok
        "rdt_cid",  # Reddit
        "epik",  # Pinterest
        "qclid",  # Quora
        "sccid",  # Snapchat
        "irclid",  # impact.com
        "mc_cid",  # Mailchimp
        "_kx",  # Klaviyo
    }
)

TOLD = CAMPAIGN | CLICK_IDS
LONGEST = 1500
"""Characters of an address that is read at all: it is kept in mind, and no browser's is longer by chance."""

_MOST_FIELDS = 100


def read_page(url: str) -> dict[str, str]:
    """`$host`, `$pathname`, and what of CAMPAIGN and CLICK_IDS is in the query; nothing of what is no web address."""
    if len(url) > LONGEST:
        return {}
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            return {}
        query = parse_qsl(parts.query, max_num_fields=_MOST_FIELDS) if "=" in parts.query else []
    except ValueError:  # no address, or too many fields
        return {}
    told = {"$host": parts.netloc.rpartition("@")[2].lower(), "$pathname": parts.path or "/"}
    for name, value in query:
        if name in TOLD and name not in told:
            told[name] = value.replace("\0", "\ufffd")  # percent-encoded NUL passes every earlier check
    return told
