"""How a case of auth is sent: once, unless it says more."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

from psycopg import sql

from auth.gate import limits
from tests.hostile.auth.adapter import Values, Wire, wire_of
from tests.hostile.auth.house import PASSWORD, TOKENS, House, Reply

Case = Mapping[str, Any]


def send(house: House, wire: Wire) -> Reply:
    """Through the gateway."""
    return house.send(wire.method, wire.path, wire.headers, wire.body)


def send_from(house: House, wire: Wire, source_ip: str) -> Reply:
    """The same from another address, which the gateway of a test's machine cannot see: past it, in its own event."""
    answer = house.invoke("AuthFunction", wire.event(source_ip))
    return Reply(answer["statusCode"], answer["headers"], answer.get("cookies", []), answer["body"])


def send_once(house: House, case: Case) -> list[Reply]:
    """The request, and then the one that follows it."""
    values = Values(house.origin)
    replies = [send(house, wire_of(case["request"], values))]
    if "then" in case["request"]:
        replies.append(send(house, wire_of(case["request"]["then"], values)))
    return replies


def send_at_once(house: House, case: Case) -> list[Reply]:
    """As many at once as it says, each from an address of its own: the limit is no part of this."""
    wire = wire_of(case["request"], Values(house.origin))
    with ThreadPoolExecutor(case["request"]["parallel"]) as threads:
        return list(threads.map(lambda at: send_from(house, wire, f"192.0.2.{at}"), range(case["request"]["parallel"])))


def send_again_and_again(house: House, case: Case) -> list[Reply]:
    """As often as it says, with what it says to change each time."""
    wire = wire_of(case["request"], Values(house.origin))
    changed = case["request"].get("rotate_header", {})
    replies = []
    for at in range(case["request"]["count"]):
        headers = {name: value.replace("$i", str(at)) for name, value in changed.items()}
        replies.append(house.send(wire.method, wire.path, {**wire.headers, **headers}, wire.body))
    return replies


def send_from_everywhere(house: House, case: Case) -> list[Reply]:
    """Each time from another address; then, after the wait that was told, the right password from a fresh one."""
    wire = wire_of(case["request"], Values(house.origin))
    count = case["request"]["count"]
    replies = [send_from(house, wire, f"198.51.{at // 250}.{at % 250 + 1}") for at in range(count)]
    house.direct.execute(
        "UPDATE spoor.rate_limit SET last_request = last_request - %s",
        [int(replies[-1].headers["x-retry-after"]) * 1000],
    )
    right = {**case["request"], "json": {"email": "alice@example.com", "password": PASSWORD}}
    return [*replies, send_from(house, wire_of(right, Values(house.origin)), "203.0.113.77")]


def send_three_arms(house: House, case: Case) -> list[Reply]:
    """Wrong password, unknown address, account without a password. bench/auth.py has the times, over many rounds."""
    replies = []
    for email in ("alice@example.com", "nobody@example.com", "carl@example.com"):
        wrong = {"method": "POST", "path": "/sign-in/email", "headers": {"origin": "$BASE_ORIGIN"}}
        wrong["json"] = {"email": email, "password": "wrong-password"}
        replies.append(send(house, wire_of(wrong, Values(house.origin))))
    return replies


def after(change: LiteralString) -> Callable[[House, Case], list[Reply]]:
    """Once, after Alice's session was changed."""

    def play(house: House, case: Case) -> list[Reply]:
        changed = sql.SQL("UPDATE public.session SET {} WHERE token = %s").format(sql.SQL(change))
        house.direct.execute(changed, [TOKENS["alice"]])
        return send_once(house, case)

    return play


def without_looking_it_up(house: House, case: Case) -> list[Reply]:
    """Once, and no session is looked up."""
    with house.never_asked(b"find_session"):
        return send_once(house, case)


PLAYS: Mapping[str, Callable[[House, Case], list[Reply]]] = {
    "AUT-026": send_at_once,
    "AUT-033": send_three_arms,
    "AUT-034": send_again_and_again,
    "AUT-035": send_again_and_again,
    "AUT-036": send_from_everywhere,
    "AUT-061": without_looking_it_up,
    "AUT-069": after("expires_at = timezone('UTC', now()) - interval '1 second'"),
    "AUT-070": after("created_at = created_at - interval '25 hours', expires_at = expires_at - interval '25 hours'"),
}
TRIES = limits.ACCOUNT.most
