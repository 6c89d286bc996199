"""How a case is sent: in turn unless it needs instances, apps or a database that are prepared for it."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from tests.gateway import Reply
from tests.hostile.adapter import Values, event_of
from tests.hostile.scene import Scene, good_event


def send_in_turn(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """The request, as often as it says, and then the one that follows it."""
    values = Values(scene.names)
    first = event_of(request, values)
    replies = [scene.send(first) for _ in range(request.get("repeat", 1))]
    if "then" in request:
        replies.append(scene.send(event_of(request["then"], values)))
    return replies


def send_without_headers(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """No content type at all."""
    return send_in_turn(scene, {**request, "headers": {}})


def send_without_a_connection(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """To an instance that has none, and that must not open any."""
    scene.cold = scene.cold or scene.others.start(1)[0]
    before = scene.proxy.accepted
    reply = scene.send(event_of(request, Values(scene.names)), scene.cold)
    assert scene.proxy.accepted == before
    return [reply]


def send_at_once(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """The same event through as many instances as it says."""
    event = event_of(request, Values(scene.names))
    crowd = scene.others.start(request["parallel"])
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda one=one: replies.append(scene.send(event, one))) for one in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for one in crowd:
        one.close()
    assert len(replies) == len(crowd)
    return replies


def send_to_deleted_app(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """To an app that the instance has just seen alive."""
    app_id = scene.new_app("spk_deleted")
    assert scene.send(good_event("spk_deleted")).status == 200
    scene.direct.execute("DELETE FROM public.tracked_apps WHERE id = %s", [app_id])
    return [scene.send(event_of({**request, "key": "spk_deleted"}, Values(scene.names)))]


def send_with_old_key(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """With a key that was good a moment ago."""
    app_id = scene.new_app("spk_old")
    assert scene.send(good_event("spk_old")).status == 200
    scene.begin()
    scene.direct.execute("UPDATE public.tracked_apps SET api_key = 'spk_new' WHERE id = %s", [app_id])
    return [scene.send(event_of({**request, "key": "spk_old"}, Values(scene.names)))]


def send_random_keys(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """A key nobody has, each time another one."""
    return [
        scene.send(event_of({**request, "key": f"spk_random_{number}"}, Values(scene.names)))
        for number in range(request["count"])
    ]


def send_what_the_database_refuses(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """An event that we think good and Postgres does not, as its own check of characters would say it (22P05)."""
    scene.direct.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'unsupported' USING ERRCODE = '22P05'; END $$"
    )
    scene.direct.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.name = '$DB_LEVEL_POISON')"
        " EXECUTE FUNCTION refuse()"
    )
    try:
        return send_in_turn(scene, request)
    finally:
        scene.direct.execute("DROP FUNCTION refuse CASCADE")


RATE = 60


def send_faster_than_allowed(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """More than the app's rate, while another app's events pass; what was acknowledged is stored."""
    scene.new_app("spk_limited", RATE)
    replies = []
    for _ in range(RATE + 50):
        replies.append(scene.send(event_of({**request, "key": "spk_limited"}, Values(scene.names))))
        assert scene.send(good_event("spk_B")).status == 200
    acked = sum(reply.json.get("accepted", 0) for reply in replies)
    assert acked == len([row for row in scene.rows() if row["api_key"] == "spk_limited"])
    assert {reply.status for reply in replies} == {200, 429}
    return replies


def send_over_quota(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """When the minute's events are used up; a rate is the only quota there is."""
    scene.new_app("spk_quota", 1)
    assert scene.send(good_event("spk_quota")).status == 200
    scene.begin()
    return [scene.send(event_of({**request, "key": "spk_quota"}, Values(scene.names)))]


PLAYS: Mapping[str, Callable[[Scene, Mapping[str, Any]], list[Reply]]] = {
    **{f"ING-{number}": send_without_a_connection for number in range(154, 160)},
    "ING-085": send_at_once,
    "ING-132": send_to_deleted_app,
    "ING-133": send_with_old_key,
    "ING-136": send_random_keys,
    "ING-141": send_without_headers,
    "ING-172": send_what_the_database_refuses,
    "ING-173": send_faster_than_allowed,
    "ING-174": send_over_quota,
}
