"""Whatever is sent to the API, its answer is one of those that its documentation lists, in the documented shape.

Schemathesis makes the requests out of the document, good ones and bad ones, the same in every run. They go through the
real authorizer and the real handler, as the gateway would hand them on.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import ProjectConfig, ProjectsConfig, SchemathesisConfig

from auth.http import cookies
from dev.database import pooler
from query.app import handler
from spoor import database
from tests.conftest import SECRET, forget_settings
from tests.front import admitted
from tests.people import Direct, sign_up
from tests.query.api.test_openapi import DOCUMENT, keep_what_examples_name
from tests.tables import empty

NO_ID = "00000000-0000-0000-0000-000000000000"
EXAMPLES = 12
CONFIG = {
    "generation": {"deterministic": True, "database": "none", "with-security-parameters": False},
    "phases": {"coverage": {"enabled": False}},  # thousands of requests for a large question: too many for every run
    "checks": {
        # A schema cannot say what a date, a time zone or a funnel that makes sense is.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "409", "422"]},
        "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "405", "413", "415", "422"]},
    },
    "operations": [
        # What is wrong with one of several questions is told in its place, in an answer that is good.
        {"include-name": "POST /apps/{appId}/reports", "checks": {"negative_data_rejection": {"enabled": False}}}
    ],
}


def gateway(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The API as a WSGI application."""
    headers = {key[5:].replace("_", "-").lower(): environ[key] for key in environ if key.startswith("HTTP_")}
    headers.pop("accept-encoding", None)  # `call` reads text; compressed exports are test_export.py's
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    reply = admitted(
        handler,
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or None,
        headers=headers,
        query=environ.get("QUERY_STRING", ""),
    )
    start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", list(reply.headers.items()))
    return [reply.text.encode()]


def _of_known_ids() -> dict[str, Any]:
    """The document for requests about things that are there, or that nobody has: other ids only ever get a 404."""
    document = deepcopy(DOCUMENT)
    document["servers"] = document["servers"][:1]
    # Schemathesis gives up where groups hold groups without end; tests/query/questions has those.
    for group, name in (("AnyOf", "any"), ("AllOf", "all")):
        document["components"]["schemas"][group]["properties"][name]["items"] = {"$ref": "#/components/schemas/Filter"}
    for ways in document["paths"].values():
        for operation in ways.values():
            for each in operation["parameters"]:
                if each["in"] == "path" and each["name"] != "visitorId":
                    each["schema"] = {"enum": [each["example"], NO_ID]}
    return document


SCHEMA = schemathesis.openapi.from_dict(
    _of_known_ids(), config=SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig.from_dict(CONFIG)))
)
SCHEMA.app = gateway


@SCHEMA.auth()
class SignedIn:
    """Ann's cookie."""

    def get(self, _case: Any, _context: Any) -> str:
        """Its value."""
        return cookies.sign("a-session", SECRET.encode())

    def set(self, case: Any, value: str, _context: Any) -> None:
        """Send it."""
        case.cookies["better-auth.session_token"] = value


@pytest.fixture(scope="module")
def ann(bouncer: pooler.Pooler, direct: Direct) -> Iterator[Callable[[], None]]:
    """Ann, signed in; call it for her to have again whatever the examples name."""
    empty(direct)
    owner = sign_up(direct, "ann")
    direct.execute(
        "INSERT INTO public.session (id, token, user_id, updated_at, expires_at)"
        " VALUES ('s', 'a-session', %s, now(), %s)",
        [owner, datetime.now(UTC) + timedelta(days=1)],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", bouncer.url("all"))
        patch.setenv("BETTER_AUTH_SECRET", SECRET)
        patch.setenv("API_TOKEN_SECRETS", SECRET)
        patch.setenv("SPOOR_BASE_URL", "http://localhost")
        forget_settings()
        yield lambda: keep_what_examples_name(direct, owner)
        database.close()
    forget_settings()


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
def test_every_answer_is_a_documented_one(case: Any, ann: Callable[[], None]) -> None:
    ann()
    case.call_and_validate()
