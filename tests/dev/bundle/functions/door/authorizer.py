"""Opens to the cookie `session=good`; other values try what authorizers do wrong."""

from typing import Any

calls = 0


def handler(event: dict[str, Any], context: Any) -> Any:
    global calls
    calls += 1
    session = next((c.partition("=")[2] for c in event.get("cookies", []) if c.startswith("session=")), "")
    match session:
        case "crash":
            raise RuntimeError("door is jammed")
        case "words":
            return "yes"
        case "shapeless":
            return {"isAuthorized": "true"}
        case "plain":
            return {"isAuthorized": True}
    return {"isAuthorized": session == "good", "context": {"userId": "u1", "calls": calls, "asked": event}}
