"""How a case is sent: as it is, unless it needs data, instances or a limit that are prepared for it."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from query.app import handler
from query.engines.postgres import turn
from spoor import database
from tests.gateway import Reply, call
from tests.hostile.adapter import Values
from tests.hostile.query.adapter import sent
from tests.hostile.query.scene import FIRST_DAY, QueryScene
from tests.hostile.scene import good_event

NOON = f"{FIRST_DAY}T12:00:00Z"
Play = Callable[[QueryScene, Mapping[str, Any]], list[Reply]]


def send(scene: QueryScene, request: Mapping[str, Any]) -> list[Reply]:
    """The request as it is."""
    return [scene.ask(sent(request, Values(scene.names)))]


def after(prepare: Callable[[QueryScene, Mapping[str, Any]], None]) -> Play:
    """The request, once there are the events that it is about."""

    def play(scene: QueryScene, request: Mapping[str, Any]) -> list[Reply]:
        prepare(scene, request)
        return send(scene, request)

    return play


def odd_keys(scene: QueryScene, request: Mapping[str, Any]) -> None:
    """Properties called as the breakdown is, and others; dots reach into nested objects."""
    name = request["breakdown"]
    if isinstance(name, str) and name and "\0" not in name:
        for at, value in enumerate(("hit", "hit", "other", 1)):
            said: Any = value
            for key in reversed(name.split(".")):
                said = {key: said}
            scene.happen(scene.names["$APP_A"], [("click", f"d{at}", said, NOON)])


def odd_values(scene: QueryScene, request: Mapping[str, Any]) -> None:
    """One number, and whatever looks like one."""
    values = [2.5, *request["data"]]
    scene.happen(scene.names["$APP_A"], [("click", "d1", {request["property"]: value}, NOON) for value in values])


STEPS = [  # visitor, name, minutes after noon
    *(("tie", "a", 0), ("tie", "b", 0)),
    *(("wrong way", "b", 0), ("wrong way", "a", 1)),
    *(("twice", "a", 0), ("twice", "b", 1), ("twice", "a", 2), ("twice", "b", 3)),
    *(("one", "a", 0), ("two", "a", 0), ("two", "b", 1), ("one", "b", 2)),
    *(("again", "a", 0), ("again", "a", 0)),
]


def odd_order(scene: QueryScene, _: Mapping[str, Any]) -> None:
    """Ties, steps in the wrong order, repeats."""
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    scene.happen(
        scene.names["$APP_A"], [(name, who, {}, (noon + timedelta(minutes=at)).isoformat()) for who, name, at in STEPS]
    )


def odd_pauses(scene: QueryScene, _: Mapping[str, Any]) -> None:
    """One event alone; a pause as long as the gap; one that is longer by the least there is. Visitors are not told
    apart by a session id, which the product has not."""
    scene.direct.execute("TRUNCATE public.events")
    for who, at in (
        *(("alone", "12:00"), ("at the gap", "12:00"), ("at the gap", "12:30")),
        *(("over it", "12:00"), ("over it", "12:30:00.000001")),
    ):
        scene.happen(scene.names["$APP_A"], [("view", who, {}, f"{FIRST_DAY} {at}+00")])


def odd_cells(scene: QueryScene, request: Mapping[str, Any]) -> None:
    """Events with those names, less NUL, which no event can have."""
    scene.direct.execute("TRUNCATE public.events")
    names = [name for name in request["data"] if "\0" not in name]
    scene.happen(
        scene.names["$APP_A"], [(name, "d1", {}, f"{FIRST_DAY}T12:00:{at:02}Z") for at, name in enumerate(names)]
    )


def many_names(scene: QueryScene, _: Mapping[str, Any]) -> None:
    """100,000 names, and the longest there may be."""
    scene.direct.execute(
        "INSERT INTO public.events (id, app_id, name, occurred_at)"
        " SELECT gen_random_uuid(), %s, lpad(n::text, 200, 'name '), now() FROM generate_series(1, 100000) n",
        [scene.names["$APP_A"]],
    )


def without_authorizer(scene: QueryScene, _: Mapping[str, Any]) -> list[Reply]:
    """To the function itself, past the gateway."""
    good = scene.good()
    return [call(scene.instance.handle, good.method, good.path, good.body, headers=good.headers)]


def against_the_clock(scene: QueryScene, request: Mapping[str, Any]) -> list[Reply]:
    """Over as many events as take longer than a limit that is lowered so that few do."""
    scene.direct.execute(
        "INSERT INTO public.events (id, app_id, name, anonymous_id, occurred_at)"
        " SELECT gen_random_uuid(), %s, 'view', 'd' || n, %s FROM generate_series(1, 100000) n",
        [scene.names["$APP_A"], NOON],
    )
    question = sent(request, Values(scene.names))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turn, "STATEMENT_TIMEOUT_MS", 5)
        reply = call(handler, question.method, question.path, question.body, user_id="alice")
    database.close()
    return [reply]


def two_at_once(scene: QueryScene, request: Mapping[str, Any]) -> list[Reply]:
    """Two new keys of one app at the same time, from two instances."""
    app = scene.new_app("spk_before")
    values = Values({**scene.names, "$APP_A": app})
    crowd = scene.others.start(2)
    replies: list[Reply] = []
    threads = [
        threading.Thread(target=lambda one=one: replies.append(scene.ask(sent(request, values), one))) for one in crowd
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    keys = [reply.json["apiKey"] for reply in replies]
    assert len(keys) == 2
    good = [key for key in {*keys, "spk_before"} if call_ingest(scene, key) == 200]
    assert good in ([keys[0]], [keys[1]])
    return replies


def while_events_come(scene: QueryScene, request: Mapping[str, Any]) -> list[Reply]:
    """An app goes while ingest takes events for it."""
    app = scene.new_app("spk_going")
    statuses: list[int] = []
    gone = threading.Event()

    def post() -> None:
        while not gone.is_set():
            statuses.append(call_ingest(scene, "spk_going"))

    thread = threading.Thread(target=post)
    thread.start()
    reply = scene.ask(sent(request, Values({**scene.names, "$APP_A": quote(app)})))
    gone.set()
    thread.join(30)
    statuses.append(call_ingest(scene, "spk_going"))
    assert set(statuses) <= {200, 401}
    assert reply.status == 204
    left = scene.direct.execute("SELECT count(*) AS n FROM public.events WHERE app_id = %s", [app]).fetchone()
    assert left == {"n": 0}
    return [reply]


def call_ingest(scene: QueryScene, key: str) -> int:
    """What ingest says of a good event."""
    return scene.send(good_event(key), scene.ingest).status


PLAYS: Mapping[str, Play] = {
    "QRY-023": without_authorizer,
    **{f"QRY-0{number}": after(odd_keys) for number in (25, 26, 27, 28, 29, 30, 32, 33, 34, 36, 37, 38, 39)},
    "QRY-058": after(odd_values),
    "QRY-063": after(odd_order),
    "QRY-065": after(odd_pauses),
    "QRY-066": after(odd_cells),
    "QRY-072": two_at_once,
    "QRY-073": while_events_come,
    "QRY-074": against_the_clock,
    "QRY-075": after(many_names),
}
