"""What has expired is swept away, what has not stays."""

from datetime import UTC, datetime, timedelta

from rollup.app import handler
from tests.people import Direct, sign_up, track
from tests.teams import gather


def test_expired_sign_in_sessions_and_verifications_go(database: Direct) -> None:
    sign_up(database, "ann")
    now = datetime.now(UTC).replace(tzinfo=None)
    for name, expires_at in (("old", now - timedelta(minutes=1)), ("new", now + timedelta(minutes=1))):
        database.execute(
            "INSERT INTO public.session (id, token, user_id, expires_at, updated_at)"
            " VALUES (%(n)s, %(n)s, 'ann', %(at)s, %(at)s)",
            {"n": name, "at": expires_at},
        )
        database.execute(
            "INSERT INTO public.verification (id, identifier, value, expires_at) VALUES (%(n)s, %(n)s, 'x', %(at)s)",
            {"n": name, "at": expires_at},
        )
    database.execute("DELETE FROM spoor.visitor_salts")
    kinds = ("sessions", "verifications", "salts", "limits", "tokens", "outcomes", "activity", "invitations", "jobs")
    kinds = (*kinds, "alert_messages", "shares", "shared_answers")
    nothing = dict.fromkeys(kinds, 0)
    assert handler({}, None)["swept"] == {**nothing, "sessions": 1, "verifications": 1}
    assert handler({}, None)["swept"] == nothing
    assert database.execute("SELECT id FROM public.session").fetchall() == [{"id": "new"}]
    assert database.execute("SELECT id FROM public.verification").fetchall() == [{"id": "new"}]


def test_the_salts_of_visitors_without_ids_go_a_day_after_theirs(database: Direct) -> None:
    today = datetime.now(UTC).date()
    database.execute("DELETE FROM spoor.visitor_salts")
    for days in range(4):
        database.execute("INSERT INTO spoor.visitor_salts (day) VALUES (%s)", [today - timedelta(days=days)])
    assert handler({}, None)["swept"]["salts"] == 2
    kept = database.execute("SELECT day FROM spoor.visitor_salts ORDER BY day").fetchall()
    assert [row["day"] for row in kept] == [today - timedelta(days=1), today]


def test_counts_of_requests_go_when_no_limit_looks_back_that_far(database: Direct) -> None:
    for key, age in (("old", 3601), ("new", 3500)):
        database.execute(
            "INSERT INTO spoor.rate_limit (id, key, count, last_request)"
            " VALUES (%(key)s, %(key)s, 1, (extract(epoch FROM now()) - %(age)s) * 1000)",
            {"key": key, "age": age},
        )
    assert handler({}, None)["swept"]["limits"] == 1
    assert database.execute("SELECT key FROM spoor.rate_limit").fetchall() == [{"key": "new"}]


def test_expired_api_tokens_go(database: Direct) -> None:
    sign_up(database, "ann")
    for name, minutes in (("old", -1), ("new", 1)):
        database.execute(
            "INSERT INTO spoor.api_tokens (user_id, name, scopes, expires_at) VALUES ('ann', %s, '{read}', now() + %s)",
            [name, timedelta(minutes=minutes)],
        )
    assert handler({}, None)["swept"]["tokens"] == 1
    assert database.execute("SELECT name FROM spoor.api_tokens").fetchall() == [{"name": "new"}]


def test_counts_of_what_became_of_events_go_after_90_days(database: Direct) -> None:
    app_id = track(database, sign_up(database, "ann"), "spk_shop")
    database.execute(
        "INSERT INTO spoor.outcomes (app_id, hour, sender, code, shard, count)"
        " SELECT %s, now() - days * interval '1 day', 'web', 'ACCEPTED', 0, 1 FROM unnest(ARRAY[89, 91, 92]) AS days",
        [app_id],
    )
    assert handler({}, None)["swept"]["outcomes"] == 2
    assert database.execute("SELECT count(*) AS kept FROM spoor.outcomes").fetchone() == {"kept": 1}


def test_what_happened_to_an_account_is_forgotten_after_ninety_days(database: Direct) -> None:
    sign_up(database, "ann")
    for event, days in (("signIn", 91), ("signOut", 89)):
        database.execute(
            "INSERT INTO spoor.account_activity (user_id, event, outcome, address, user_agent, at)"
            " VALUES ('ann', %s, 'done', '', '', now() - %s)",
            [event, timedelta(days=days)],
        )
    assert handler({}, None)["swept"]["activity"] == 1
    assert database.execute("SELECT event FROM spoor.account_activity").fetchall() == [{"event": "signOut"}]


def test_invitations_go_ninety_days_after_their_end_whatever_became_of_them(database: Direct) -> None:
    gather(database, "growth", ann="owner")
    for name, days in (("old", 91), ("new", 89)):
        database.execute(
            "INSERT INTO spoor.invitation (id, organization_id, email, status, expires_at, inviter_id)"
            " VALUES (%s, 'growth', 'a@b.co', 'accepted', timezone('UTC', now()) - make_interval(days => %s), 'ann')",
            [name, days],
        )
    assert handler({}, None)["swept"]["invitations"] == 1
    assert database.execute("SELECT id FROM spoor.invitation").fetchall() == [{"id": "new"}]
