"""The authorizer lets in whoever holds a live session, on the surface for users, and fails closed."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from psycopg.rows import DictRow

from auth.authorizer import handler
from auth.http import cookies
from host.gateway.authorizer import AUTHORIZER_SECONDS
from spoor import database as layer
from tests.auth.browser import TOKEN, Browser, call, event
from tests.conftest import SECRET, forget_settings
from tests.faults.rig.silence import silence

Direct = psycopg.Connection[DictRow]
NO = {"isAuthorized": False}
AWAY = {"isAuthorized": True, "context": {"away": True}}
ROOT = Path(__file__).parents[2]


def request(*pairs: str) -> dict[str, Any]:
    """A request authorizer's event, payload 2.0."""
    return {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": "arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/GET/api/apps",
        "identitySource": ["; ".join(pairs)],
        "routeKey": "GET /api/apps",
        "rawPath": "/api/apps",
        "rawQueryString": "",
        "cookies": list(pairs),
        "headers": {"accept": "*/*"},
        "requestContext": {
            "domainName": "abc123.execute-api.eu-west-1.amazonaws.com",
            "http": {"method": "GET", "path": "/api/apps", "sourceIp": "203.0.113.9"},
        },
    }


@pytest.fixture
def ann(browser: Browser) -> Browser:
    """Ann's browser; she has just signed up with it."""
    assert browser.sign_up("ann@example.com").status == 200
    return browser


def test_a_live_session_is_let_in_with_its_ids(ann: Browser) -> None:
    session = ann.session()["session"]
    assert handler(request("a=b", f"{TOKEN}={ann.jar[TOKEN]}"), None) == {
        "isAuthorized": True,
        "context": {"userId": session["userId"], "sessionId": session["id"]},
    }


def test_everybody_gets_his_own_ids_from_one_warm_instance(ann: Browser) -> None:
    bob = Browser()
    bob.sign_up("bob@example.com")
    ids = [browser.session()["user"]["id"] for browser in (ann, bob)]
    for browser, user_id in zip((ann, bob) * 20, ids * 20, strict=True):
        assert handler(request(f"{TOKEN}={browser.jar[TOKEN]}"), None)["context"]["userId"] == user_id


def test_it_takes_one_statement(ann: Browser, statements: list[str]) -> None:
    handler(request(f"{TOKEN}={ann.jar[TOKEN]}"), None)
    assert statements == ["authorize"]


def test_a_cookie_that_was_not_signed_here_costs_no_query(ann: Browser, statements: list[str]) -> None:
    token = ann.session()["session"]["token"]
    value = ann.jar[TOKEN]
    del statements[:]
    for bad in (
        "",
        "%%%",
        token,
        f"x{value}",
        value[:-8] + "AAAAA%3D",
        cookies.sign(token, b"other" * 8),
        "a" * 1_000_000,
    ):
        assert handler(request(f"{TOKEN}={bad}"), None) == NO
    assert handler(request(), None) == NO
    assert statements == []


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"cookies": None},
        {"cookies": [None, 7]},
        {"cookies": "text", "headers": {"cookie": 7}},
        {"headers": []},
        {"headers": {"cookie": f"{TOKEN}=\ud800.\0"}},
        None,
        [],
        "event",
    ],
    ids=repr,
)
def test_what_cannot_be_read_is_refused_and_nothing_is_raised(browser: Browser, broken: Any) -> None:
    assert handler(broken, None) == NO


def test_the_header_counts_only_where_there_is_no_list(ann: Browser) -> None:
    good = f"{TOKEN}={ann.jar[TOKEN]}"
    listed = request()
    listed["headers"]["cookie"] = good
    assert handler(listed, None) == NO
    del listed["cookies"]
    assert handler(listed, None)["isAuthorized"]


def test_a_session_lives_until_the_moment_it_expires_by_the_databases_clock(ann: Browser, database: Direct) -> None:
    ask = request(f"{TOKEN}={ann.jar[TOKEN]}")
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now()) + interval '5 seconds'")
    assert handler(ask, None)["isAuthorized"]
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now())")
    assert handler(ask, None) == NO


def test_a_session_that_was_ended_is_refused_at_once(ann: Browser) -> None:
    ask = request(f"{TOKEN}={ann.jar[TOKEN]}")
    assert handler(ask, None)["isAuthorized"]
    ann.post("/sign-out", {})
    assert handler(ask, None) == NO


def test_on_https_only_the_secure_cookie_counts(ann: Browser, settings: pytest.MonkeyPatch) -> None:
    value = ann.jar[TOKEN]
    settings.setenv("SPOOR_BASE_URL", "")
    forget_settings()
    assert handler(request(f"{TOKEN}={value}"), None) == NO
    assert handler(request(f"__Secure-{TOKEN}={value}"), None)["isAuthorized"]


def test_a_database_that_is_away_lets_pass_with_a_mark_that_opens_nothing_and_is_logged(
    ann: Browser, log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    layer.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
        forget_settings()
        assert handler(request(f"{TOKEN}={ann.jar[TOKEN]}"), None) == AWAY
    forget_settings()
    assert '"CallersNotLookedUp":[1]' in capsys.readouterr().out
    logged = log.getvalue()
    assert "DATABASE_UNAVAILABLE" in logged
    assert '"cause":"refused"' in logged
    assert ann.jar[TOKEN].partition(".")[0] not in logged


def test_while_the_database_is_away_bad_credentials_are_still_a_no(ann: Browser, settings: pytest.MonkeyPatch) -> None:
    layer.close()
    settings.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
    forget_settings()
    assert handler(request(f"{TOKEN}={ann.jar[TOKEN][:-8]}AAAAA%3D"), None) == NO


@pytest.mark.parametrize("name", ["BETTER_AUTH_SECRET", "DATABASE_URL"])
def test_a_missing_secret_lets_pass_with_the_mark_and_is_named(
    ann: Browser, settings: pytest.MonkeyPatch, log: StringIO, name: str
) -> None:
    layer.close()
    settings.delenv(name)
    forget_settings()
    assert handler(request(f"{TOKEN}={ann.jar[TOKEN]}"), None) == AWAY
    assert name in log.getvalue()


def test_a_database_with_four_silent_addresses_lets_pass_with_the_mark_before_the_gateway_gives_up(
    ann: Browser, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    layer.close()
    with silence(4) as quiet:
        hosts = ",".join(f"{each}:{quiet.port}" for each in quiet.addresses)
        settings.setenv("DATABASE_URL", f"postgresql://spoor@{hosts}/query")
        forget_settings()
        started = monotonic()
        assert handler(request(f"{TOKEN}={ann.jar[TOKEN]}"), None) == AWAY
        assert monotonic() - started < AUTHORIZER_SECONDS / 2
        assert list(quiet.called.values()) == [1, 1, 1, 1]
    assert '"cause":"time-out"' in log.getvalue()


def test_a_secret_that_cannot_be_fetched_lets_pass_with_the_mark(
    ann: Browser, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    settings.delenv("BETTER_AUTH_SECRET")
    settings.setenv("BETTER_AUTH_SECRET_ARN", "arn:aws:ssm:us-east-1:123456789012:parameter/spoor/auth")
    settings.setenv("AWS_ACCESS_KEY_ID", "local")
    settings.setenv("AWS_SECRET_ACCESS_KEY", "local")
    settings.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    forget_settings()
    assert handler(request(f"{TOKEN}={ann.jar[TOKEN]}"), None) == AWAY
    assert "The secret of BETTER_AUTH_SECRET could not be fetched: refused." in log.getvalue()


def test_a_fault_of_ours_lets_pass_with_the_mark(ann: Browser, settings: pytest.MonkeyPatch, log: StringIO) -> None:
    settings.setattr(cookies, "session_token", None)
    assert handler(request(f"{TOKEN}={ann.jar[TOKEN]}"), None) == AWAY
    assert "unexpected fault" in log.getvalue()


GOOD = cookies.sign("A" * 32, SECRET.encode())
headers = st.lists(
    st.one_of(
        st.builds(
            "{}{}={}{}{}".format,
            st.sampled_from(["", " ", "\t"]),
            st.sampled_from([TOKEN, f"__Secure-{TOKEN}", f"{TOKEN}x", "a", ""]),
            st.sampled_from(["", '"', " "]),
            st.sampled_from([GOOD, GOOD.replace("%3D", "="), GOOD[1:], GOOD + "%zz", "", "A" * 32, "%00.x", "é", "x"]),
            st.sampled_from(["", '"', " ", ";"]),
        ),
        st.text(max_size=20),
    ),
    max_size=4,
)


@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=headers)
def test_the_auth_function_and_the_authorizer_agree_on_every_cookie(
    browser: Browser, database: Direct, pairs: list[str]
) -> None:
    if database.execute("SELECT FROM public.session").fetchone() is None:
        browser.sign_up()
        database.execute("UPDATE public.session SET token = %s", ["A" * 32])
    said = call(event("GET", "/get-session", cookies=pairs)).json
    verdict = handler(request(*pairs) | ({} if pairs else {"cookies": []}), None)
    assert verdict["isAuthorized"] == (said is not None)
    if said:
        assert verdict["context"] == {"userId": said["user"]["id"], "sessionId": said["session"]["id"]}


def test_it_loads_no_framework() -> None:
    script = (
        "import json, sys, auth.authorizer; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    paths = os.pathsep.join(str(ROOT / part) for part in ("functions", "layers/common"))
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": paths}, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    assert {"auth", "spoor", "psycopg", "aws_lambda_powertools"} <= loaded
    assert not loaded & {"fastapi", "starlette", "mangum", "pydantic", "sqlalchemy", "boto3", "anyio", "jose"}
