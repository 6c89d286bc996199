"""A message in the words of each chat, and of the signed webhook."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

_MOST_OF_DISCORD = 2000
_MOST = 3000


def body_of(way: str, message: Mapping[str, Any], kind: str, message_id: str) -> bytes:
    """What is posted. Of what people wrote nothing is taken for a mention or for markup."""
    said: Any = (
        _OF_CHATS[way](_lines(message, kind), message) if way in _OF_CHATS else _event(message, kind, message_id)
    )
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signed(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks: the id, which is the same when a message is sent again, the time, and what
    proves that we sent it."""
    seconds = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, b".".join([message_id.encode(), seconds.encode(), body]), hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _lines(message: Mapping[str, Any], kind: str) -> list[str]:
    title = f"Test: {message['title']}" if kind == "test" else str(message["title"])
    app = message["app"]["name"]
    return [each[:_MOST] for each in (f"{title} ({app})", message["sentence"], message["because"]) if each]


def _slack(lines: list[str], message: Mapping[str, Any]) -> Any:
    title, *rest = (_for_slack(each) for each in lines)
    text = [f"*{title}*", *rest, *_picture(message), f"<{_for_slack(message['link'])}|Look at it>"]
    return {"text": "\n".join(text), "unfurl_links": False, "mrkdwn": True}


def _for_slack(text: str) -> str:
    """Text as Slack wants it: with these three written out it links, names and calls nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*", "∗").replace("`", "'")


def _discord(lines: list[str], message: Mapping[str, Any]) -> Any:
    title, *rest = (_for_discord(each) for each in lines)
    tail = [*_picture(message), f"<{message['link']}>"]
    room = _MOST_OF_DISCORD - sum(len(each) + 1 for each in tail)
    text = "\n".join([f"**{title}**", *rest])
    return {"content": "\n".join([text[:room], *tail])[:_MOST_OF_DISCORD], "allowed_mentions": {"parse": []}}


def _for_discord(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\*_~`|>#[]()<:@" else letter for letter in text)


def _teams(lines: list[str], message: Mapping[str, Any]) -> Any:
    title, *rest = lines
    blocks = [_run(title, weight="Bolder", size="Medium"), *(_run(each) for each in rest)]
    if message["picture"]:
        blocks.append(_run(message["picture"], fontType="Monospace", size="Large"))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": blocks,
        "actions": [{"type": "Action.OpenUrl", "title": "Look at it", "url": message["link"]}],
    }
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def _run(text: str, **said: str) -> Any:
    """A paragraph of plain text: a run knows no markup, unlike a TextBlock."""
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **said}]}


def _event(message: Mapping[str, Any], kind: str, message_id: str) -> Any:
    return {"type": f"alert.{kind}", "id": message_id, **message}


def _picture(message: Mapping[str, Any]) -> list[str]:
    return [f"`{message['picture']}`"] if message["picture"] else []


_OF_CHATS: Mapping[str, Callable[[list[str], Mapping[str, Any]], Any]] = {
    "slack": _slack,
    "discord": _discord,
    "teams": _teams,
}
