"""An alert as a letter: plain text, and HTML that any mail program shows without fetching anything."""

from collections.abc import Mapping
from html import escape
from string import Template
from typing import Any

_TEXT = Template("""\
$sentence
$more
$link

It is the alert “$name” of $app. You can change, snooze or mute it in the app's settings.
""")
_HTML = Template("""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>$title</title></head>
<body style="margin:0;padding:24px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:20px">$title</h1>
<p>$sentence</p>
<p>$because</p>
<p style="font-size:24px;letter-spacing:2px">$picture</p>
<p style="margin:24px 0"><a href="$link"
style="display:inline-block;padding:10px 16px;background:#1c1c1a;color:#fff;border-radius:6px;text-decoration:none"
>Look at it</a></p>
<p style="font-size:14px;color:#5c5c58">It is the alert “$name” of $app. You can change, snooze or mute it in the app's
settings.</p>
</div>
</body>
</html>
""")


def letter(message: Mapping[str, Any]) -> dict[str, str]:
    """`subject`, `text` and `html` of a message. Of its subject, names are cut: they are some owner's words."""
    words = {
        "title": message["title"],
        "sentence": message["sentence"],
        "because": message["because"],
        "picture": message["picture"],
        "link": message["link"],
        "name": message["alert"]["name"],
        "app": message["app"]["name"],
    }
    more = "".join(f"\n{each}\n" for each in (message["because"], message["picture"]) if each)
    html = _HTML.substitute({name: escape(text) for name, text in words.items()})
    return {"subject": " ".join(words["title"].split())[:200], "text": _TEXT.substitute(words, more=more), "html": html}
