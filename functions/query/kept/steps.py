"""The steps of saved funnels as they lie in the database, where the application keeps them in its own words."""

from typing import Any


def shown(stored: Any) -> list[dict[str, Any]]:
    """The steps in the words of the funnel report; nothing is refused here, since every funnel can be listed.

    A text, or the `name` of an object, is the event's; beside an `event` a `name` is what the answer calls it. What is
    no step at all stands under `unreadable`, for whoever mends it.
    """
    if stored is None:
        return []
    return [_step(each) for each in (stored if isinstance(stored, list) else [stored])]


def _step(stored: Any) -> dict[str, Any]:
    if isinstance(stored, str):
        return {"event": stored}
    if not isinstance(stored, dict):
        return {"unreadable": stored}
    if not isinstance(stored.get("name"), str):
        return stored
    others = {word: value for word, value in stored.items() if word != "name"}
    return {"event": stored["name"], **others} if "event" not in stored else {"label": stored["name"], **others}
