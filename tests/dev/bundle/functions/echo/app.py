"""Answers with its event, or with whatever the query parameter `do` asks for."""

import base64
import json
import os
import sys
import time
from typing import Any

import shared


def handler(event: dict[str, Any], context: Any) -> Any:
    wish = (event.get("queryStringParameters") or {}).get("do") or event.get("do")
    if wish in ANSWERS:
        return ANSWERS[wish]
    match wish:
        case "crash":
            raise ValueError("a secret detail")
        case "exit":
            sys.stdout.flush()
            os._exit(3)
        case "big":
            return {"statusCode": 200, "body": "x" * 7_000_000}
        case "nap":
            time.sleep(float(event["queryStringParameters"]["seconds"]))
            return {"pid": os.getpid()}
        case "say":
            print("one line\nand another: ü")
            return "said"
        case "database":
            return _ask_database()
        case "environment":
            return {**os.environ, "layer": shared.WORD, "cwd": os.getcwd(), "remaining": _remaining(context)}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}


def _ask_database() -> dict[str, Any]:
    import psycopg  # by this wish alone

    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
            return {"statusCode": 200, "body": json.dumps(connection.execute("SELECT 1").fetchone())}
    except psycopg.OperationalError:
        return {"statusCode": 503}


def _remaining(context: Any) -> int:
    return int(context.get_remaining_time_in_millis())


ANSWERS: dict[str, Any] = {
    "bare": {"no": "status"},
    "string": "just words",
    "null": None,
    "cookies": {
        "statusCode": 201,
        "headers": {"X-Number": 7, "X-Truth": True, "Content-Length": "999", "Location": "/elsewhere"},
        "cookies": ["a=1; Path=/", "b=2; HttpOnly"],
        "body": "made",
    },
    "bytes": {
        "statusCode": 200,
        "headers": {"Content-Type": "image/png"},
        "body": base64.b64encode(bytes(range(256))).decode(),
        "isBase64Encoded": True,
    },
    "empty": {"statusCode": 204},
    "wrong-status": {"statusCode": "many"},
    "wrong-body": {"statusCode": 200, "body": {"a": 1}},
    "wrong-base64": {"statusCode": 200, "body": "?", "isBase64Encoded": True},
    "split": {"statusCode": 200, "headers": {"X-Evil": "a\r\nSet-Cookie: b=1"}},
}
