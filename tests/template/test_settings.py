"""What the template must say about each function, route and log, beyond what a linter looks at."""

import inspect
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from auth.features import Feature
from dev.database import pooler
from host.template import cloudformation
from spoor import database
from tests.template.reading import ROOT, Resources, of_type, strings

pytestmark = pytest.mark.sam

DEADLINE = inspect.signature(database.run).parameters["within_s"].default
SECRETS = {"DATABASE_URL", "BETTER_AUTH_SECRET", "GITHUB_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET", "OAUTH_CLIENT_SECRETS"}
NAMESPACE = {"Fn::Sub": "Spoor/${AWS::StackName}"}
HEADER = "CLIENT_ADDRESS_HEADER"
BEHIND_THE_API = ["AuthFunction", "QueryFunction", "McpFunction", "WebFunction"]


def functions(resources: Resources) -> dict[str, dict[str, Any]]:
    """Logical id → properties of every function."""
    return {name: it["Properties"] for name, it in of_type(resources, "AWS::Lambda::Function").items()}


def test_every_function_runs_the_same_python_on_arm(transformed: Resources) -> None:
    for name, it in functions(transformed).items():
        assert (it["Runtime"], it["Architectures"]) == ("python3.13", ["arm64"]), name


def test_a_function_outlasts_its_database_deadline(transformed: Resources) -> None:
    for name, it in functions(transformed).items():
        if "DATABASE_URL_ARN" in it["Environment"]["Variables"]:
            assert it["Timeout"] > DEADLINE + 1, f"{name} is killed before it can say that the database is away"


def test_a_function_ends_before_its_caller_hangs_up(transformed: Resources) -> None:
    timeouts = {name: it["Timeout"] for name, it in functions(transformed).items()}
    assert timeouts.pop("SealFunction") <= 900, "its caller is a clock, and Lambda gives it no more"
    assert all(seconds < 30 for seconds in timeouts.values()), timeouts
    assert timeouts["AuthorizerFunction"] <= 10, "the HTTP API waits no longer for an authorizer"


def test_every_function_is_capped_and_all_of_them_fit_the_pooler(template: dict[str, Any]) -> None:
    resolve = cloudformation.Resolver(template).resolve
    caps = {
        name: resolve(it["Properties"]["ReservedConcurrentExecutions"])
        for name, it in of_type(template["Resources"], "AWS::Serverless::Function").items()
    }
    assert all(isinstance(cap, int) and cap > 0 for cap in caps.values()), caps
    assert sum(caps.values()) <= int(pooler.DEFAULTS["max_client_conn"])


def test_an_ingest_cap_of_zero_stops_ingest_even_where_nothing_is_reserved(template: dict[str, Any]) -> None:
    stopped = {
        **template["Parameters"],
        "IngestConcurrency": {"Default": 0},
        "ReserveConcurrency": {"Default": "false"},
    }
    resolve = cloudformation.Resolver({**template, "Parameters": stopped}).resolve
    resources = resolve(template["Resources"])
    assert resources["IngestFunction"]["Properties"]["ReservedConcurrentExecutions"] == 0
    assert "ReservedConcurrentExecutions" not in resources["QueryFunction"]["Properties"]


def test_cors_is_nowhere_in_the_template(transformed: Resources, template: dict[str, Any]) -> None:
    found = [
        text for text in [*strings(transformed), *strings(template)] if re.search(r"\bcors\b|Allow-?Origin", text, re.I)
    ]
    assert found == []


def test_no_secret_is_in_the_clear(transformed: Resources, template: dict[str, Any]) -> None:
    resolved = {text for text in strings(template) if "{{resolve" in text}
    assert resolved == {"{{resolve:secretsmanager:${EdgeSecret}}}"}, (
        "a resolved secret is a value in the console, and CloudFront has no other way to one"
    )
    for function, it in functions(transformed).items():
        for name, value in it["Environment"]["Variables"].items():
            if re.search(r"URL|SECRET|KEY|TOKEN|PASSWORD", name):
                assert isinstance(value, dict), f"{function}: {name} is a literal"
            assert name not in SECRETS, "functions get the ARN of a secret, never the secret"
    for name in ("DatabaseUrlArn", "AuthSecretArn"):
        assert "Default" not in template["Parameters"][name], f"{name} has a default"


@pytest.mark.parametrize(
    "parameter",
    [
        "DatabaseUrlArn",
        "IngestDatabaseUrlArn",
        "AuthDatabaseUrlArn",
        "RollupDatabaseUrlArn",
        "AuthSecretArn",
        "GithubClientSecretArn",
        "GoogleClientSecretArn",
        "OAuthClientSecretsArn",
    ],
)
@pytest.mark.parametrize(
    ("arn", "good"),
    [
        ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:spoor/database-url-AbCdEf", True),
        ("arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/spoor/database-url", True),
        ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:spoor/*", False),
        ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:spoor", False),
        ("arn:aws:ssm:eu-west-1:123456789012:parameter/*", False),
        ("arn:aws:s3:::bucket/secret", False),
        ("postgresql://spoor:password@db.example.com/spoor", False),
    ],
)
def test_a_secret_is_named_by_one_whole_arn(parameter: str, arn: str, good: bool, template: dict[str, Any]) -> None:
    assert bool(re.fullmatch(template["Parameters"][parameter]["AllowedPattern"], arn)) is good


@pytest.mark.parametrize("provider", ["Github", "Google"])
def test_nobody_can_sign_in_at_a_provider_unless_it_is_asked_for_and_whole(
    provider: str, template: dict[str, Any]
) -> None:
    parameters = template["Parameters"]
    assert parameters[f"{provider}ClientId"]["Default"] == parameters[f"{provider}ClientSecretArn"]["Default"] == ""
    rule = template["Rules"][f"{provider}IsWhole"]
    assert set(strings(rule["RuleCondition"])) & parameters.keys() == {f"{provider}ClientId"}
    [assertion] = rule["Assertions"]
    assert set(strings(assertion["Assert"])) & parameters.keys() == {f"{provider}ClientSecretArn"}


@pytest.mark.parametrize("address", ["http://github.example.com", "https://user@host.example", "https://host/?x=1"])
def test_a_providers_address_is_https_and_nothing_but_an_address(address: str, template: dict[str, Any]) -> None:
    names = {"GithubUrl", "GithubApiUrl", "GoogleIssuer"}
    names |= {"GoogleAuthorizationEndpoint", "GoogleTokenEndpoint", "GoogleJwksUri"}
    for name in names:
        pattern = template["Parameters"][name]["AllowedPattern"]
        assert not re.fullmatch(pattern, address)
        assert re.fullmatch(pattern, "https://github.example.com/api/v3")


def test_further_providers_are_described_by_a_query_and_whole(template: dict[str, Any]) -> None:
    parameters = template["Parameters"]
    assert parameters["OAuthProviders"]["Default"] == parameters["OAuthClientSecretsArn"]["Default"] == ""
    [assertion] = template["Rules"]["OAuthIsWhole"]["Assertions"]
    assert set(strings(assertion["Assert"])) & parameters.keys() == {"OAuthClientSecretsArn"}
    words = {"providerId": "acme", "name": "Acme & Söhne", "discoveryUrl": "https://id.example.com/a", "scopes": "a b"}
    pattern = parameters["OAuthProviders"]["AllowedPattern"]
    for text, good in {
        "": True,
        f"{urlencode(words)};providerId=other&clientId=a": True,
        '[{"providerId":"acme"}]': False,
        "providerId=acme&name=Acme Inc": False,
        "clientId=a": False,
    }.items():
        assert bool(re.fullmatch(pattern, text)) is good, text


def test_every_log_is_structured_and_forgotten_in_time(transformed: Resources) -> None:
    groups = of_type(transformed, "AWS::Logs::LogGroup")
    assert all(it["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"} for it in groups.values())
    for it in functions(transformed).values():
        assert it["LoggingConfig"]["LogFormat"] == "JSON"
        assert it["LoggingConfig"]["ApplicationLogLevel"] == "INFO"
        assert it["LoggingConfig"]["SystemLogLevel"] == {"Ref": "PlatformLogLevel"}
        assert it["Environment"]["Variables"]["LOG_LEVEL"] == "INFO"
        assert it["LoggingConfig"]["LogGroup"]["Ref"] in groups


def test_access_logs_tell_why_the_authorizer_failed_and_nothing_of_the_visitor(transformed: Resources) -> None:
    [stage] = of_type(transformed, "AWS::ApiGatewayV2::Stage").values()
    settings = stage["Properties"]["AccessLogSettings"]
    assert "$context.authorizer.error" in settings["Format"]
    assert not re.search(r"sourceIp|userAgent|identity|\$context\.path\b", settings["Format"])
    assert settings["DestinationArn"] == {"Fn::GetAtt": ["ApiLogs", "Arn"]}


def test_the_api_is_closed_but_for_auth_readiness_links_and_pages(transformed: Resources) -> None:
    [api] = of_type(transformed, "AWS::ApiGatewayV2::Api").values()
    keys = {
        path: it["x-amazon-apigateway-any-method"]["security"]
        for path, it in api["Properties"]["Body"]["paths"].items()
    }
    assert keys == {
        "/api/{proxy+}": [{"CookieAuthorizer": []}],
        "/api/v1/{proxy+}": [{"TokenAuthorizer": []}],
        "/mcp": [{"TokenAuthorizer": []}],
        "/api/auth": [{"NONE": []}],
        "/api/auth/{proxy+}": [{"NONE": []}],
        "/ready": [{"NONE": []}],
        "/api/shared/{token}": [{"NONE": []}],
        "/shared/{token}": [{"NONE": []}],
        "$default": [{"NONE": []}],
    }


def test_the_authorizer_sees_the_cookie_each_time_and_answers_in_the_simple_form(transformed: Resources) -> None:
    [api] = of_type(transformed, "AWS::ApiGatewayV2::Api").values()
    scheme = api["Properties"]["Body"]["components"]["securitySchemes"]["CookieAuthorizer"]
    authorizer = scheme["x-amazon-apigateway-authorizer"]
    assert authorizer["identitySource"] == ["$request.header.Cookie"]
    assert authorizer["authorizerPayloadFormatVersion"] == "2.0"
    assert authorizer["enableSimpleResponses"] is True
    assert authorizer["authorizerResultTtlInSeconds"] == {"Ref": "AuthorizerCacheSeconds"}
    assert "AuthorizerFunction" in str(authorizer["authorizerUri"])


def test_a_revoked_session_lives_on_for_half_a_minute_at_most(template: dict[str, Any]) -> None:
    parameter = template["Parameters"]["AuthorizerCacheSeconds"]
    assert (parameter["Default"], parameter["MinValue"], parameter["MaxValue"]) == (0, 0, 30)


def test_open_routes_are_throttled_harder_than_the_rest(transformed: Resources) -> None:
    [stage] = of_type(transformed, "AWS::ApiGatewayV2::Stage").values()
    rest = stage["Properties"]["DefaultRouteSettings"]
    routes = stage["Properties"]["RouteSettings"]
    of_auth = {"ANY /api/auth", "ANY /api/auth/{proxy+}", "ANY /ready"}
    assert set(routes) == of_auth | {"ANY /api/shared/{token}", "ANY /shared/{token}"}
    for it in routes.values():
        assert it["ThrottlingRateLimit"] < rest["ThrottlingRateLimit"]
        assert it["ThrottlingBurstLimit"] < rest["ThrottlingBurstLimit"]


def test_two_stacks_in_one_account_share_no_metric(transformed: Resources) -> None:
    for name, it in functions(transformed).items():
        assert it["Environment"]["Variables"]["METRICS_NAMESPACE"] == NAMESPACE, name
    own = {str(it["Properties"].get("Namespace")) for it in of_type(transformed, "AWS::CloudWatch::Alarm").values()}
    assert not {name for name in own if name.startswith("Spoor")}, "an alarm listens to every stack of the account"


def test_a_tick_that_failed_is_left_to_the_next_one(transformed: Resources) -> None:
    found = [it["Properties"] for it in of_type(transformed, "AWS::Lambda::EventInvokeConfig").values()]
    assert {it["FunctionName"]["Ref"] for it in found} == {"RollupFunction", "SealFunction", "AlertsFunction"}
    for it in found:
        assert it["MaximumRetryAttempts"] == 0
        assert it["MaximumEventAgeInSeconds"] < 300


def test_somebody_hears_when_ingest_fails_slows_or_is_flooded(transformed: Resources) -> None:
    alarms = [it["Properties"] for it in of_type(transformed, "AWS::CloudWatch::Alarm").values()]
    watched = {name for it in alarms for name in strings(it)} & {
        *("Errors", "Throttles", "ConcurrentExecutions", "Duration", "p99", "5xx", "Url5xxCount"),
    }
    assert watched == {"Errors", "Throttles", "ConcurrentExecutions", "Duration", "p99", "5xx", "Url5xxCount"}
    assert all(it["AlarmActions"] == [{"Ref": "Alarms"}] for it in alarms)


def test_somebody_hears_when_nobody_can_be_looked_up(transformed: Resources) -> None:
    it = transformed["CallersNotLookedUp"]["Properties"]
    assert (it["Namespace"], it["MetricName"], it["Threshold"]) == (NAMESPACE, "CallersNotLookedUp", 1)
    service = transformed["AuthorizerFunction"]["Properties"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
    assert it["Dimensions"] == [{"Name": "service", "Value": service}]


def test_somebody_hears_of_mail_that_was_lost(transformed: Resources) -> None:
    it = transformed["MailLost"]["Properties"]
    assert (it["Namespace"], it["MetricName"]) == (NAMESPACE, "MailLost")
    service = transformed["RollupFunction"]["Properties"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
    assert it["Dimensions"] == [{"Name": "service", "Value": service}]


@pytest.mark.parametrize(
    ("sender", "good"),
    [
        ("", True),
        ("no-reply@mail.example.com", True),
        ("Spoor <no-reply@example.com>", False),
        ("*@example.com", False),
        ("example.com", False),
    ],
)
def test_mail_is_sent_from_one_address(sender: str, good: bool, template: dict[str, Any]) -> None:
    assert bool(re.fullmatch(template["Parameters"]["MailSender"]["AllowedPattern"], sender)) is good


def test_every_feature_is_explained() -> None:
    guide = (ROOT / "docs/operations.md").read_text()
    assert [feature for feature in Feature if f"`{feature}`" not in guide] == []


def test_the_pages_learn_where_trackers_post_to(transformed: Resources) -> None:
    variables = transformed["WebFunction"]["Properties"]["Environment"]["Variables"]
    *_, otherwise = variables["INGEST_URL"]["Fn::If"]
    assert otherwise == {"Fn::GetAtt": ["IngestFunctionUrl", "FunctionUrl"]}


def test_the_kill_switch_is_written_down(template: dict[str, Any]) -> None:
    guide = (ROOT / "docs/operations.md").read_text()
    assert "--reserved-concurrent-executions 0" in guide
    assert not [name for name in template["Parameters"] if name not in guide], "a parameter that nobody explains"


def test_only_ingest_believes_the_header_in_which_a_proxy_names_the_visitor(transformed: Resources) -> None:
    """The limits of the auth routes go by what AWS saw: a header could be made up for every attempt."""
    believing = [name for name, it in functions(transformed).items() if HEADER in it["Environment"]["Variables"]]
    assert believing == ["IngestFunction"]
