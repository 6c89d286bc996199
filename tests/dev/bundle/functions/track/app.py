"""Answers with its event, after a nap if the path asks for one."""

import os
import time
from typing import Any


def handler(event: dict[str, Any], context: Any) -> Any:
    match event["rawPath"].split("/")[1:]:
        case ["nap", seconds]:
            time.sleep(float(seconds))
            return {"pid": os.getpid()}
        case ["crash"]:
            raise ValueError("a secret detail")
        case ["string"]:
            return "just words"
    return event
