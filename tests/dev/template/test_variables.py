"""What functions find in their environment."""

from dataclasses import replace

from dev.stack import Stack
from host.template.sam import read
from host.template.variables import Variables
from tests.dev.client import Client
from tests.dev.conftest import BUNDLE, VARIABLES

FUNCTIONS = read(BUNDLE / "template.yaml").functions


def test_a_secret_goes_only_to_functions_whose_template_names_it() -> None:
    assert VARIABLES.of(FUNCTIONS["EchoFunction"])["DATABASE_URL"] == "postgresql://query"
    assert VARIABLES.of(FUNCTIONS["TrackFunction"])["DATABASE_URL"] == "postgresql://ingest"
    assert "DATABASE_URL" not in VARIABLES.of(FUNCTIONS["DoorFunction"])


def test_the_callers_variables_win_where_the_function_has_them_and_are_kept_from_it_elsewhere() -> None:
    found = VARIABLES.of(FUNCTIONS["EchoFunction"])
    assert found["GREETING"] == "hi"
    assert "UNRELATED" not in found


def test_a_secret_that_the_caller_brings_goes_only_to_functions_that_may_read_one() -> None:
    caller = {"CLIENT_SECRET": "of the caller"}
    reader = replace(FUNCTIONS["EchoFunction"], declared=frozenset({"CLIENT_SECRET_ARN"}))
    assert Variables(caller=caller).of(reader)["CLIENT_SECRET"] == "of the caller"
    assert "CLIENT_SECRET" not in Variables(caller=caller).of(FUNCTIONS["EchoFunction"])


def test_the_callers_own_database_url_is_the_servers_and_not_the_functions() -> None:
    assert VARIABLES.caller["DATABASE_URL"] not in VARIABLES.of(FUNCTIONS["EchoFunction"]).values()


def test_aws_is_nowhere(stack: Stack) -> None:
    caller = {"AWS_PROFILE": "production", "AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_REGION": "eu-west-1"}
    found = Variables(caller=caller).of(FUNCTIONS["EchoFunction"])
    assert "AWS_PROFILE" not in found
    assert (found["AWS_ACCESS_KEY_ID"], found["AWS_ENDPOINT_URL"]) == ("local", "http://127.0.0.1:9")
    assert Client(stack.port).get("/echo?do=environment").json["AWS_SECRET_ACCESS_KEY"] == "local"
