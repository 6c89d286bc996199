"""Real addresses and referrers, and the source and channel that each of them means."""

from typing import NamedTuple
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.enrich.arrival import read_arrival
from ingest.enrich.channel import DIRECT, OTHER, PAID, PAID_FOR, REFERRAL, tell
from ingest.enrich.sources import known_host, known_word, table

PAGE = "https://shop.example/"


class Sample(NamedTuple):
    """A visit: the query of the page, its referrer, and whence it came."""

    query: str
    referrer: str
    source: str
    channel: str


SAMPLES = [
    # Nobody sent them.
    Sample("", "", "direct", "direct"),
    Sample("", "$direct", "direct", "direct"),
    Sample("utm_source=(direct)&utm_medium=(none)", "", "direct", "direct"),
    Sample("utm_source=&utm_medium=", "", "direct", "direct"),
    Sample("page=2", "", "direct", "direct"),
    # Assistants, by referrer and by the words that they put into links.
    Sample("", "https://chatgpt.com/", "ChatGPT", "ai"),
    Sample("", "https://chat.openai.com/", "ChatGPT", "ai"),
    Sample("utm_source=chatgpt.com", "", "ChatGPT", "ai"),
    Sample("utm_source=chatgpt.com", "https://chatgpt.com/", "ChatGPT", "ai"),
    Sample("utm_source=openai", "", "ChatGPT", "ai"),
    Sample("utm_source=chatgpt.com&utm_medium=referral", "", "ChatGPT", "ai"),
    Sample("", "https://claude.ai/", "Claude", "ai"),
    Sample("utm_source=claude", "", "Claude", "ai"),
    Sample("utm_source=claude.ai&utm_medium=referral", "", "Claude", "ai"),
    Sample("", "https://www.perplexity.ai/", "Perplexity", "ai"),
    Sample("utm_source=perplexity", "", "Perplexity", "ai"),
    Sample("", "https://gemini.google.com/", "Gemini", "ai"),
    Sample("utm_source=gemini", "", "Gemini", "ai"),
    Sample("", "https://bard.google.com/", "Gemini", "ai"),
    Sample("", "https://notebooklm.google.com/", "NotebookLM", "ai"),
    Sample("", "https://copilot.microsoft.com/", "Copilot", "ai"),
    Sample("", "https://edgeservices.bing.com/", "Copilot", "ai"),
    Sample("utm_source=copilot.com", "", "Copilot", "ai"),
    Sample("", "https://chat.deepseek.com/", "DeepSeek", "ai"),
    Sample("", "https://grok.com/", "Grok", "ai"),
    Sample("", "https://chat.mistral.ai/", "Mistral", "ai"),
    Sample("", "https://www.meta.ai/", "Meta AI", "ai"),
    Sample("", "https://you.com/", "You.com", "ai"),
    Sample("", "https://duck.ai/", "Duck.ai", "ai"),
    Sample("", "https://www.doubao.com/", "Doubao", "ai"),
    Sample("utm_source=docs-bot&utm_medium=ai", "", "docs-bot", "ai"),
    # Search.
    Sample("", "https://www.google.com/", "Google", "search"),
    Sample("", "https://www.google.co.uk/search?q=shoes", "Google", "search"),
    Sample("", "https://google.de", "Google", "search"),
    Sample("", "https://www.google.com.au/", "Google", "search"),
    Sample("", "android-app://com.google.android.googlequicksearchbox/", "Google", "search"),
    Sample("utm_source=google&utm_medium=organic", "", "Google", "search"),
    Sample("", "https://www.bing.com/", "Bing", "search"),
    Sample("", "https://cn.bing.com/", "Bing", "search"),
    Sample("", "https://DuckDuckGo.com?", "DuckDuckGo", "search"),
    Sample("", "https://search.yahoo.com/", "Yahoo", "search"),
    Sample("", "https://r.search.yahoo.com/", "Yahoo", "search"),
    Sample("", "https://search.yahoo.co.jp/", "Yahoo", "search"),
    Sample("", "https://yandex.ru/", "Yandex", "search"),
    Sample("", "https://www.baidu.com/link?url=x", "Baidu", "search"),
    Sample("", "https://m.baidu.com/", "Baidu", "search"),
    Sample("", "https://www.ecosia.org/", "Ecosia", "search"),
    Sample("", "https://search.brave.com/", "Brave", "search"),
    Sample("", "https://kagi.com/", "Kagi", "search"),
    Sample("", "https://search.naver.com/", "Naver", "search"),
    Sample("", "https://search.seznam.cz/", "Seznam", "search"),
    # Paid search.
    Sample("gclid=Cj0K", "https://www.google.com/", "Google", "paid search"),
    Sample("gclid=Cj0K", "", "Google", "paid search"),
    Sample("gad_source=1&gbraid=0AAA", "https://www.google.com/", "Google", "paid search"),
    Sample("utm_source=google&utm_medium=cpc&utm_campaign=brand", "https://www.google.com/", "Google", "paid search"),
    Sample("utm_source=google&utm_medium=cpc&gclid=x", "", "Google", "paid search"),
    Sample("utm_source=google&utm_medium=ppc", "", "Google", "paid search"),
    Sample("utm_source=adwords&utm_medium=cpc", "", "Google", "paid search"),
    Sample("utm_source=Google_Ads", "", "Google", "paid search"),
    Sample("utm_source=bing&utm_medium=cpc&msclkid=abc", "https://www.bing.com/", "Bing", "paid search"),
    Sample("msclkid=abc", "https://duckduckgo.com/", "DuckDuckGo", "paid search"),
    Sample("utm_source=yandex&utm_medium=cpc", "https://yandex.ru/", "Yandex", "paid search"),
    Sample("utm_source=partner&utm_medium=sem", "", "partner", "paid search"),
    Sample("utm_source=agency&utm_medium=paid-search", "", "agency", "paid search"),
    # Social.
    Sample("", "https://l.facebook.com/l.php?u=x", "Facebook", "social"),
    Sample("", "https://lm.facebook.com/", "Facebook", "social"),
    Sample("", "https://m.facebook.com/", "Facebook", "social"),
    Sample("fbclid=IwAR", "", "Facebook", "social"),
    Sample("fbclid=IwAR", "https://l.instagram.com/", "Instagram", "social"),
    Sample("igshid=abc", "", "Instagram", "social"),
    Sample("utm_source=ig&utm_medium=social&utm_content=bio", "https://l.instagram.com/", "Instagram", "social"),
    Sample("utm_source=linktree&utm_medium=social", "https://linktr.ee/", "linktree", "social"),
    Sample("", "https://t.co/abc", "X", "social"),
    Sample("", "https://x.com/", "X", "social"),
    Sample("utm_source=twitter&utm_medium=social", "", "X", "social"),
    Sample("", "https://www.linkedin.com/", "LinkedIn", "social"),
    Sample("", "android-app://com.linkedin.android/", "LinkedIn", "social"),
    Sample("utm_source=linkedin", "", "LinkedIn", "social"),
    Sample("", "https://out.reddit.com/", "Reddit", "social"),
    Sample("", "https://www.pinterest.de/", "Pinterest", "social"),
    Sample("", "https://news.ycombinator.com/", "Hacker News", "social"),
    Sample("utm_source=hackernews", "https://news.ycombinator.com/", "Hacker News", "social"),
    Sample("", "https://bsky.app/", "Bluesky", "social"),
    Sample("", "https://www.threads.com/", "Threads", "social"),
    Sample("", "https://www.tiktok.com/", "TikTok", "social"),
    Sample("", "https://vk.com/", "VK", "social"),
    Sample("utm_source=whatsapp", "", "WhatsApp", "social"),
    Sample("utm_source=launch-post", "https://t.co/x", "launch-post", "social"),
    Sample("utm_source=company&utm_medium=organic-social", "", "company", "social"),
    # Paid social.
    Sample("utm_source=facebook&utm_medium=paid_social&fbclid=x", "http://m.facebook.com/", "Facebook", "paid social"),
    Sample("utm_source=fb&utm_medium=paid&utm_campaign=123", "", "Facebook", "paid social"),
    Sample("utm_source=facebook&utm_medium=cpc", "https://l.facebook.com/", "Facebook", "paid social"),
    Sample("utm_source=meta&utm_medium=paidsocial", "", "Facebook", "paid social"),
    Sample("utm_source=instagram&utm_medium=cpm", "", "Instagram", "paid social"),
    Sample("utm_source=facebook-ads", "", "Facebook", "paid social"),
    Sample("utm_source=linkedin&utm_medium=ppc&li_fat_id=x", "", "LinkedIn", "paid social"),
    Sample("ttclid=E.C.P", "", "TikTok", "paid social"),
    Sample("utm_source=tiktok&utm_medium=paid", "https://www.tiktok.com/", "TikTok", "paid social"),
    Sample("twclid=2", "https://t.co/x", "X", "paid social"),
    Sample("rdt_cid=5", "https://www.reddit.com/", "Reddit", "paid social"),
    # Video.
    Sample("", "https://www.youtube.com/", "YouTube", "video"),
    Sample("", "https://m.youtube.com/", "YouTube", "video"),
    Sample("utm_source=youtube&utm_medium=video", "", "YouTube", "video"),
    Sample("", "https://vimeo.com/123", "Vimeo", "video"),
    Sample("", "https://www.twitch.tv/", "Twitch", "video"),
    Sample("utm_source=youtube&utm_medium=cpv", "", "YouTube", "paid video"),
    Sample("gclid=x", "https://www.youtube.com/", "YouTube", "paid video"),
    # Shopping.
    Sample("", "https://www.amazon.de/", "Amazon", "shopping"),
    Sample("", "https://www.ebay.co.uk/itm/1", "eBay", "shopping"),
    Sample("", "https://www.idealo.de/", "Idealo", "shopping"),
    Sample("", "https://shopping.google.com/", "Google Shopping", "shopping"),
    Sample("utm_source=google&utm_medium=cpc&utm_campaign=Shopping_DE", "", "Google", "paid shopping"),
    Sample("utm_source=google&utm_medium=pla", "", "Google", "paid shopping"),
    Sample("utm_source=google&utm_medium=cpc&utm_campaign=workshops", "", "Google", "paid search"),
    # Mail.
    Sample("utm_source=newsletter&utm_medium=email&utm_campaign=spring", "", "newsletter", "email"),
    Sample("utm_source=Newsletter", "", "newsletter", "email"),
    Sample("utm_source=november&utm_medium=E-Mail", "", "november", "email"),
    Sample("utm_medium=email", "", "email", "email"),
    Sample("utm_source=hs_email&utm_medium=email&_hsenc=x", "", "HubSpot", "email"),
    Sample("utm_source=news&utm_medium=newsletter", "https://mail.google.com/", "news", "email"),
    Sample("", "https://mail.google.com/", "Gmail", "email"),
    Sample("", "android-app://com.google.android.gm/", "Gmail", "email"),
    Sample("", "https://outlook.live.com/", "Outlook", "email"),
    Sample("", "https://deref-gmx.net/mail/client/x", "GMX", "email"),
    Sample("", "https://mail.yahoo.com/", "Yahoo Mail", "email"),
    Sample("mc_cid=1&mc_eid=2", "", "Mailchimp", "email"),
    Sample("_kx=abc", "", "Klaviyo", "email"),
    Sample("utm_source=facebook&utm_medium=email", "", "Facebook", "email"),
    Sample("utm_source=newsletter&utm_medium=email&fbclid=x", "https://l.facebook.com/", "newsletter", "email"),
    # Messages and notifications.
    Sample("utm_source=attentive&utm_medium=sms", "", "SMS", "sms"),
    Sample("utm_source=winter&utm_medium=SMS", "", "winter", "sms"),
    Sample("utm_source=app&utm_medium=push", "", "app", "push"),
    Sample("utm_source=onesignal&utm_medium=web_push", "", "push", "push"),
    Sample("utm_source=app&utm_medium=push-notification", "", "app", "push"),
    # Affiliates, display, audio.
    Sample("utm_source=awin&utm_medium=affiliate", "https://www.awin1.com/", "Awin", "affiliate"),
    Sample("irclid=x", "https://blog.example/", "impact.com", "affiliate"),
    Sample("utm_source=coupons&utm_medium=affiliates", "https://coupons.example/", "coupons", "affiliate"),
    Sample("utm_source=gdn&utm_medium=display", "", "Google Display", "display"),
    Sample("utm_source=google&utm_medium=display&gclid=x", "", "Google", "display"),
    Sample("utm_source=google&utm_medium=display", "", "Google", "display"),
    Sample("utm_source=newspaper&utm_medium=banner", "https://newspaper.example/", "newspaper", "display"),
    Sample("utm_source=google&utm_medium=display-ads", "", "Google", "display"),
    Sample("utm_source=newspaper&utm_medium=cpm", "", "newspaper", "display"),
    Sample("dclid=x", "https://newspaper.example/", "Google Display", "display"),
    Sample("utm_source=criteo&utm_medium=retargeting", "", "Criteo", "display"),
    Sample("utm_source=taboola&utm_medium=referral", "", "Taboola", "display"),
    Sample("utm_source=spotify&utm_medium=audio", "", "Spotify", "audio"),
    Sample("", "https://open.spotify.com/", "Spotify", "audio"),
    # Paid for, who knows where.
    Sample("utm_source=directory&utm_medium=cpc", "https://directory.example/", "directory", "paid"),
    Sample("utm_source=blogger&utm_medium=sponsored", "", "blogger", "paid"),
    Sample("utm_source=chatgpt&utm_medium=cpc", "", "ChatGPT", "paid"),
    # Other sites.
    Sample("", "https://blog.example/post", "blog.example", "referral"),
    Sample("", "https://www.blog.example:8080/post", "blog.example:8080", "referral"),
    Sample("", "https://ann:secret@blog.example/", "blog.example", "referral"),
    Sample("fbclid=x", "https://blog.example/", "blog.example", "referral"),
    Sample("", "https://github.com/ann/plants", "github.com", "referral"),
    Sample("", "android-app://com.slack/", "com.slack", "referral"),
    Sample("", "https://docs.google.com/", "docs.google.com", "referral"),
    Sample("", "https://accounts.google.com/", "accounts.google.com", "referral"),
    Sample("", "https://news.google.com/", "news.google.com", "referral"),
    Sample("", "https://finance.yahoo.com/", "finance.yahoo.com", "referral"),
    Sample("", "https://blog.naver.com/ann", "blog.naver.com", "referral"),
    Sample("", "https://google.evil.example/", "google.evil.example", "referral"),
    Sample("", "https://notgoogle.com/", "notgoogle.com", "referral"),
    Sample("", "https://netflix.com/", "netflix.com", "referral"),
    Sample("", "http://localhost:3000/", "localhost:3000", "referral"),
    Sample("", "http://192.168.0.7/", "192.168.0.7", "referral"),
    Sample("utm_source=partner-blog", "https://partner.example/", "partner-blog", "referral"),
    Sample("utm_source=partner-blog&utm_medium=referral", "", "partner-blog", "referral"),
    # A campaign of which nothing is known but its words.
    Sample("utm_source=flyer&utm_medium=print", "", "flyer", "other"),
    Sample("utm_source=qr", "", "qr", "other"),
    Sample("utm_campaign=spring", "", "other", "other"),
    # A link within the site brings nobody, unless it has a campaign.
    Sample("utm_source=banner-inside", "https://shop.example/other", "banner-inside", "other"),
    Sample("utm_source=newsletter&utm_medium=email", "https://www.shop.example/", "newsletter", "email"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{one.query}<{one.referrer}" for one in SAMPLES])
def test_a_visit_has_the_source_and_channel_that_its_address_and_referrer_mean(sample: Sample) -> None:
    url = f"{PAGE}?{sample.query}" if sample.query else PAGE
    told = read_arrival(url, sample.referrer, {}, by_browser=True)
    assert (told["$source"], told["$channel"]) == (sample.source, sample.channel)


@pytest.mark.parametrize(
    ("page", "referrer"),
    [
        ("https://shop.example/cart", "https://shop.example/"),
        ("https://shop.example/", "https://www.shop.example/"),
        ("https://www.shop.example/", "https://shop.example/"),
        ("https://shop.example/", "https://blog.shop.example/post"),
        ("https://account.shop.example/", "https://shop.example/"),
        ("http://localhost:3000/a", "http://localhost:3000/b"),
        ("https://medium.com/a", "https://medium.com/b"),
    ],
)
def test_a_link_within_the_site_is_no_source(page: str, referrer: str) -> None:
    told = read_arrival(page, referrer, {}, by_browser=True)
    assert "$referring_domain" in told
    assert not {"$source", "$channel"} & told.keys()


@pytest.mark.parametrize(
    ("page", "referrer", "source"),
    [
        ("https://ann.medium.com/", "https://medium.com/", "Medium"),
        ("https://docs.google.com/", "https://www.google.com/", "Google"),
        ("https://notshop.example/", "https://shop.example/", "shop.example"),
    ],
)
def test_a_site_beside_or_on_a_platform_is_another_site(page: str, referrer: str, source: str) -> None:
    assert read_arrival(page, referrer, {}, by_browser=True)["$source"] == source


def test_what_an_event_says_of_its_campaign_goes_before_its_address() -> None:
    said = {"utm_source": "newsletter", "utm_medium": "email", "plan": "pro"}
    told = read_arrival(f"{PAGE}?utm_source=google&utm_medium=cpc", "https://www.google.com/", said, by_browser=True)
    assert (told["$source"], told["$channel"]) == ("newsletter", "email")
    assert "plan" not in told
    assert read_arrival(None, None, said, by_browser=False) == {"$source": "newsletter", "$channel": "email"}


def test_of_a_page_without_referrer_that_no_browser_sent_nothing_is_made_up() -> None:
    assert read_arrival(PAGE, None, {}, by_browser=False) == {"$host": "shop.example", "$pathname": "/"}
    assert read_arrival(PAGE, None, {"gclid": None}, by_browser=False) == {"$host": "shop.example", "$pathname": "/"}


def test_each_word_of_the_table_is_of_one_source_and_found_as_it_is_written() -> None:
    of = table()
    words = [*of.hosts, *of.lone_hosts, *of.companies, *of.words]
    assert all(word == word.lower() and " " not in word for word in words)
    assert all(known_host(host) == known for host, known in {**of.hosts, **of.lone_hosts}.items())
    assert all(known_host(f"www.{host}") == known for host, known in {**of.hosts, **of.lone_hosts}.items())
    assert all(known_host(f"www.{company}.co.uk") == known for company, known in of.companies.items())
    assert all(known_word(word) == known for word, known in of.words.items())


def test_no_word_stands_twice_in_the_table() -> None:
    of = table()
    assert not of.hosts.keys() & of.lone_hosts.keys()
    assert {known.name for known in of.words.values()} >= {"Google", "ChatGPT", "Facebook", "newsletter"}


@given(st.text(), st.text(), st.text(), st.text(), st.lists(st.text()).map(tuple))
def test_no_text_makes_it_fail_and_each_channel_is_of_the_list(
    referrer: str, source: str, medium: str, campaign: str, clicks: tuple[str, ...]
) -> None:
    of = table()
    listed = {known.channel for known in (*of.hosts.values(), *of.words.values())}
    told = tell(referrer, source, medium, campaign, clicks)
    assert told.source
    assert told.channel in listed | {DIRECT, REFERRAL, OTHER, PAID} | set(PAID_FOR.values())


def test_every_medium_means_a_channel_that_sources_have() -> None:
    of = table()
    listed = {known.channel for known in (*of.hosts.values(), *of.words.values())}
    assert {*of.meanings} == listed | {PAID, REFERRAL, "display unless known"}


@given(st.text(), st.text())
def test_no_address_makes_it_fail(url: str, referrer: str) -> None:
    read_arrival(f"https://{quote(url)}?utm_source={url}", f"https://{referrer}", {"utm_medium": referrer}, True)
