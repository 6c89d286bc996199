"""Many requests at once, of many instances with connections of their own: what is to happen once happens once."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import DictRow

from dev.database import pooler
from tests.auth.browser import ORIGIN, PASSWORD, Browser, event
from tests.conftest import SECRET
from tests.faults.rig.instance import AUTH, Instance, Instances
from tests.teams import gather, join

Direct = psycopg.Connection[DictRow]
WON = (200, None)
pytestmark = pytest.mark.usefixtures("dear_hashes")  # as the instances' are, in processes of their own


@pytest.fixture(scope="module")
def crew(bouncer: pooler.Pooler, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Instance]]:
    """Six instances of the auth function."""
    variables = {
        "DATABASE_URL": bouncer.url("auth"),
        "BETTER_AUTH_SECRET": SECRET,
        "SPOOR_BASE_URL": ORIGIN,
        "AUTH_PLUGINS": "organization",
        "AUTH_FEATURES": "deleteUser",
        "AUTH_RATE_LIMIT": "false",  # else the fourth of them is refused, and nobody races
        "PATH": os.environ["PATH"],
    }
    instances = Instances(tmp_path_factory.mktemp("auth"), variables, AUTH)
    yield instances.start(6)
    instances.close()


def all_at_once(crew: list[Instance], events: list[dict[str, Any]]) -> Counter[tuple[int, str | None]]:
    """Statuses and codes of the answers to events that are sent together, an instance always having one in hand."""
    with ThreadPoolExecutor(len(events)) as threads:
        answers = list(threads.map(lambda pair: pair[0].handle(pair[1]), zip(cycle(crew), events)))
    bodies = [json.loads(answer["body"]) for answer in answers]
    return Counter((answer["statusCode"], body.get("code")) for answer, body in zip(answers, bodies, strict=True))


def posted(path: str, body: dict[str, Any], browser: Browser | None = None) -> dict[str, Any]:
    held = [f"{name}={value}" for name, value in browser.jar.items()] if browser else None
    headers = {"content-type": "application/json", "origin": ORIGIN}
    return event("POST", path, headers=headers, cookies=held, body=json.dumps(body))


def test_two_hundred_sign_ups_of_one_address_make_one_user(crew: list[Instance], database: Direct) -> None:
    bodies = [{"name": str(number), "email": "Ann@example.com", "password": PASSWORD} for number in range(200)]
    outcomes = all_at_once(crew, [posted("/sign-up/email", body) for body in bodies])
    assert outcomes[WON] == 1
    assert outcomes.total() == 200
    assert set(outcomes) <= {WON, (422, "FAILED_TO_CREATE_USER"), (422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")}
    for table in ("user", "account", "session"):
        found = database.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier("public", table)))
        assert len(found.fetchall()) == 1, table


def test_of_many_resets_with_one_token_one_wins(crew: list[Instance], browser: Browser, database: Direct) -> None:
    user_id = browser.sign_up().json["user"]["id"]
    database.execute(
        "INSERT INTO public.verification (id, identifier, value, expires_at)"
        " VALUES ('v', 'reset-password:abc', %s, timezone('UTC', now()) + interval '1 hour')",
        [user_id],
    )
    passwords = [f"a long password {number}" for number in range(24)]
    events = [posted("/reset-password", {"newPassword": each, "token": "abc"}) for each in passwords]
    assert all_at_once(crew, events) == {WON: 1, (400, "INVALID_TOKEN"): 23}
    sign_ins = [posted("/sign-in/email", {"email": "ann@example.com", "password": each}) for each in passwords]
    assert all_at_once(crew, sign_ins) == {WON: 1, (401, "INVALID_EMAIL_OR_PASSWORD"): 23}


def test_who_unlinks_all_his_accounts_at_once_keeps_one(
    crew: list[Instance], browser: Browser, database: Direct
) -> None:
    user_id = browser.sign_up().json["user"]["id"]
    for number in range(7):
        database.execute(
            "INSERT INTO public.account (id, account_id, provider_id, user_id, updated_at)"
            " VALUES (%s, 'x', 'github', %s, now())",
            [f"account {number}", user_id],
        )
    accounts = [row["id"] for row in database.execute("SELECT id FROM public.account").fetchall()]
    events = [posted("/unlink-account", {"accountId": each}, browser) for each in accounts]
    assert all_at_once(crew, events) == {WON: 7, (400, "FAILED_TO_UNLINK_LAST_ACCOUNT"): 1}
    assert len(database.execute("SELECT FROM public.account").fetchall()) == 1


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("way", ["leave", "step down", "delete"])
def test_of_two_owners_who_go_at_once_one_stays(crew: list[Instance], database: Direct, way: str) -> None:
    events = []
    for number in range(6):
        team_id = gather(database, f"team{number}")
        join(database, team_id, f"member{number}")
        for place in range(2):
            owner = Browser()
            assert owner.sign_up(f"owner{number}-{place}@example.com").status == 200
            member_id = join(database, team_id, owner.session()["user"]["id"], "owner")
            path, body = {
                "leave": ("/organization/leave", {"organizationId": team_id}),
                "step down": (
                    "/organization/update-member-role",
                    {"organizationId": team_id, "memberId": member_id, "role": "admin"},
                ),
                "delete": ("/delete-user", {"password": PASSWORD}),
            }[way]
            events.append(posted(path, body, owner))
    outcomes = all_at_once(crew, events)
    assert outcomes[WON] == 6, outcomes
    assert sum(count for (status, _), count in outcomes.items() if status == 400) == 6, outcomes
    left = database.execute("SELECT count(*) AS n FROM spoor.member WHERE role = 'owner' GROUP BY organization_id")
    assert [row["n"] for row in left.fetchall()] == [1] * 6


@pytest.mark.usefixtures("settings")
def test_of_many_who_accept_the_last_place_one_gets_it(crew: list[Instance], database: Direct) -> None:
    team_id = gather(database, "full", **{f"m{number}": "member" for number in range(99)})
    events = []
    for number in range(6):
        guest, invitation = Browser(), f"invitation{number}"
        guest.sign_up(f"guest{number}@example.com")
        database.execute(
            "INSERT INTO spoor.invitation (id, organization_id, email, role, expires_at, inviter_id)"
            " VALUES (%s, %s, %s, 'member', now() + interval '1 day', 'm0')",
            [invitation, team_id, f"guest{number}@example.com"],
        )
        events.append(posted("/organization/accept-invitation", {"invitationId": invitation}, guest))
    outcomes = all_at_once(crew, events)
    assert outcomes == {WON: 1, (403, "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED"): 5}
