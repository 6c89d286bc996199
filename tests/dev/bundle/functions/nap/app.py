"""Sleeps past its time-out when called over the API; leaves a mark when it wakes."""

import os
import time
from typing import Any


def handler(event: dict[str, Any], context: Any) -> Any:
    print(f"napping in {os.getpid()}", flush=True)
    if event.get("rawPath") == "/short":
        time.sleep(0.5)
        print("awake", flush=True)
    elif "rawPath" in event:
        time.sleep(30)
    return {"event": event, "pid": os.getpid()}
