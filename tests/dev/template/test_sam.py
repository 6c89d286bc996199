"""What is read from a template."""

from pathlib import Path

import pytest

from host.template.bundle import Authorizer, Bundle, Route, Schedule
from host.template.sam import TemplateError, read
from tests.dev.conftest import BUNDLE

OURS = Path(__file__).parents[3] / "template.yaml"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """The fixture's bundle."""
    return read(BUNDLE / "template.yaml")


def test_a_function_has_its_own_properties_over_the_globals(bundle: Bundle) -> None:
    echo = bundle.functions["EchoFunction"]
    assert (echo.handler, echo.timeout, echo.memory, echo.nickname) == ("echo.app.handler", 20.0, 128, "echo")
    assert echo.code == BUNDLE / "functions"
    assert echo.layers == (BUNDLE / "layer",)
    assert echo.variables == {"GREETING": "hello", "REGION_SAID": "us-east-1 for hello"}


def test_a_variable_that_only_aws_knows_is_left_out_but_known_by_name(bundle: Bundle) -> None:
    echo = bundle.functions["EchoFunction"]
    assert echo.declared == {"GREETING", "REGION_SAID", "FROM_AWS", "DATABASE_URL_ARN"}


def test_conditions_decide_with_the_parameters_defaults(bundle: Bundle, tmp_path: Path) -> None:
    assert bundle.functions["TrackFunction"].reserved == 2
    other = tmp_path / "template.yaml"
    other.write_text((BUNDLE / "template.yaml").read_text().replace('Default: "true"', 'Default: "false"'))
    assert read(other).functions["TrackFunction"].reserved is None


def test_one_function_has_the_url(bundle: Bundle) -> None:
    assert bundle.url_function is bundle.functions["TrackFunction"]


def test_routes_bear_the_default_authorizer_unless_they_say_otherwise(bundle: Bundle) -> None:
    assert set(bundle.routes) == {
        Route("ANY /closed/{proxy+}", "EchoFunction", "Cookie"),
        Route("GET /remembered", "EchoFunction", "Remembering"),
        Route("GET /things/{id}", "EchoFunction"),
        Route("ANY /echo/{proxy+}", "EchoFunction"),
        Route("ANY /echo", "EchoFunction"),
        Route("GET /single", "SingleFunction"),
        Route("GET /nap", "NapFunction"),
        Route("GET /short", "NapFunction", seconds=0.2),
    }


def test_authorizers_have_their_identity_sources_and_how_long_they_are_remembered(bundle: Bundle) -> None:
    assert bundle.authorizers == {
        "Cookie": Authorizer("Cookie", "DoorFunction", ("$request.header.cookie",), 0.0),
        "Remembering": Authorizer(
            "Remembering", "DoorFunction", ("$request.header.cookie", "$request.querystring.key"), 60.0
        ),
    }


def test_schedules_that_are_switched_off_are_left_out(bundle: Bundle) -> None:
    assert bundle.functions["NapFunction"].schedules == (Schedule("NapFunctionHourly", "rate(1 hour)"),)


def test_our_own_template_is_understood() -> None:
    ours = read(OURS)
    assert {function.nickname for function in ours.functions.values()} == {
        *("ingest", "drain", "auth", "authorizer", "query", "web", "rollup", "seal", "mcp", "alerts")
    }
    assert ours.url_function is ours.functions["IngestFunction"]
    by_key = {route.key: route for route in ours.routes}
    assert by_key["ANY /api/{proxy+}"].authorizer == "CookieAuthorizer"
    assert by_key["ANY /api/auth/{proxy+}"].authorizer is None
    assert ours.authorizers["CookieAuthorizer"].sources == ("$request.header.cookie",)
    assert ours.authorizers["CookieAuthorizer"].seconds == 0.0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Resources:", "Things:", "has no Resources"),
        ("Resources:", "Resources: [", "can't be read"),
        ("Handler: nap.app.handler", "MemorySize: 256", "NapFunction has no Handler"),
        ("Layers: [!Ref Shared]", "Layers: ['arn:aws:lambda:us-east-1:1:layer:x:1']", "layer that is not in this"),
        ("DefaultAuthorizer: Cookie", "DefaultAuthorizer: Nobody", "asks for the authorizer Nobody"),
        ("FunctionArn: !GetAtt DoorFunction.Arn", "FunctionArn: arn:elsewhere", "FunctionArn outside this template"),
        ("EnableSimpleResponses: true", "EnableSimpleResponses: false", "only payload 2.0 with simple responses"),
        (
            "Handler: echo.app.handler",
            "Handler: echo.app.handler\n      FunctionUrlConfig: {AuthType: NONE}",
            "one function URL",
        ),
        ("{AuthType: NONE}", "{AuthType: AWS_IAM}", "only function URLs of AuthType NONE"),
        ("{AuthType: NONE}", "{AuthType: NONE, Cors: {AllowOrigins: ['*']}}", "answer CORS in code"),
        ("      Auth:\n", "      CorsConfiguration: true\n      Auth:\n", "answer CORS in code"),
        ("!If [Reserving, 2", "!If [Undefined, 2", "not shaped as SAM expects: KeyError 'Undefined'"),
    ],
)
def test_what_can_not_be_run_here_is_said_at_once(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "template.yaml"
    text = (BUNDLE / "template.yaml").read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(TemplateError, match=message):
        read(path)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"nowhere\.yaml can't be read"):
        read(tmp_path / "nowhere.yaml")
