"""Who may do what in AWS, asserted on what SAM really deploys: linters let `Action: "*"` pass."""

import re
from typing import Any

import pytest

from host.template import cloudformation
from tests.template.reading import Resources, of_type, strings

pytestmark = pytest.mark.sam

DATABASE, INGEST_DATABASE, AUTH = "DatabaseUrlArn", "IngestDatabaseUrlArn", "AuthSecretArn"
AUTH_DATABASE, ROLLUP_DATABASE = "AuthDatabaseUrlArn", "RollupDatabaseUrlArn"
GITHUB, GOOGLE, TOKENS = "GithubClientSecretArn", "GoogleClientSecretArn", "ApiTokenSecretsArn"
PREVIOUS, EDGE, OAUTH = "PreviousAuthSecretArn", "EdgeSecret", "OAuthClientSecretsArn"
VARIABLES = {  # where a function is told of a secret
    "DATABASE_URL_ARN": {DATABASE, INGEST_DATABASE, AUTH_DATABASE, ROLLUP_DATABASE},
    "BETTER_AUTH_SECRET_ARN": {AUTH},
    "BETTER_AUTH_PREVIOUS_SECRET_ARN": {PREVIOUS},
    "GITHUB_CLIENT_SECRET_ARN": {GITHUB},
    "GOOGLE_CLIENT_SECRET_ARN": {GOOGLE},
    "OAUTH_CLIENT_SECRETS_ARN": {OAUTH},
    "API_TOKEN_SECRETS_ARN": {TOKENS},
    "EDGE_SECRET_ARN": {EDGE},
}
SECRETS = {
    "IngestFunction": {DATABASE, INGEST_DATABASE, EDGE},  # the first where the second is not given
    "DrainFunction": {DATABASE, INGEST_DATABASE},
    "AuthFunction": {DATABASE, AUTH_DATABASE, AUTH, PREVIOUS, GITHUB, GOOGLE, OAUTH, EDGE},
    "AuthorizerFunction": {DATABASE, AUTH_DATABASE, AUTH, PREVIOUS, TOKENS, EDGE},
    "QueryFunction": {DATABASE, TOKENS, EDGE},
    "McpFunction": {DATABASE, EDGE},
    "WebFunction": {EDGE},
    "RollupFunction": {DATABASE, ROLLUP_DATABASE},
    "SealFunction": {DATABASE, ROLLUP_DATABASE},
    "AlertsFunction": {DATABASE},
}
LAKE = {
    "QueryFunction": {"s3:GetObject"},
    "McpFunction": {"s3:GetObject"},
    "AlertsFunction": {"s3:GetObject"},
    "SealFunction": {
        *("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"),
        "s3:AbortMultipartUpload",
    },
}
LAKE_FILES = "arn:${AWS::Partition}:s3:::${LakeBucket}/spoor/*"
READING = {"ssm:GetParameter", "secretsmanager:GetSecretValue"}
NUDGE = {"Nudges": {"sqs:SendMessage"}}
NUDGE_ALERTS = {"AlertNudges": {"sqs:SendMessage"}}
QUEUES = {
    "IngestFunction": {"WaitingEvents": {"sqs:SendMessage"}, **NUDGE},
    "AuthFunction": NUDGE,
    "QueryFunction": {**NUDGE, **NUDGE_ALERTS, "SealNudges": {"sqs:SendMessage"}},
    "RollupFunction": {"Nudges": {"sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"}, **NUDGE_ALERTS},
    "AlertsFunction": {**NUDGE, "AlertNudges": {"sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"}},
    "SealFunction": {"SealNudges": {"sqs:ReceiveMessage", "sqs:DeleteMessage"}},
    "DrainFunction": {
        "WaitingEvents": {
            *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility")
        },
        "DeadEvents": {"sqs:SendMessage"},
        **NUDGE,
    },
}
JOINING = {
    f"ec2:{what}"
    for what in (
        *("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface", "DescribeSubnets"),
        *("AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"),
    )
}
RELEASES = "ReleaseRole"
MOVING = {
    "lambda:UpdateAlias",
    "lambda:GetAlias",
    "lambda:GetProvisionedConcurrencyConfig",
    "cloudwatch:DescribeAlarms",
}
TRACING = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
LOGGING = {"logs:CreateLogStream", "logs:PutLogEvents"}
MAILING = {"ses:SendEmail"}
MAILERS = {"AuthFunction", "RollupFunction"}
WRITERS = MAILERS | {"QueryFunction"}
"""Those and who keeps letters for rollup to send."""


FILING = {action for actions in LAKE.values() for action in actions}
QUEUING = {action for queues in QUEUES.values() for actions in queues.values() for action in actions}


def statements(resources: Resources, role: str) -> list[dict[str, Any]]:
    """All that a role allows, by its own policies and by those attached to it, whatever the conditions."""
    properties = resources[role]["Properties"]
    documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
    attached = {name for name in strings(properties.get("ManagedPolicyArns", [])) if name in resources}
    documents += [resources[name]["Properties"]["PolicyDocument"] for name in attached]
    return [branch for document in documents for it in document["Statement"] for branch in branches(it)]


def branches(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """A statement, or both that an `Fn::If` chooses from."""
    if "Fn::If" in statement:
        return [found for branch in statement["Fn::If"][1:] for found in branches(branch)]
    return [statement]


def actions(statement: dict[str, Any]) -> set[str]:
    """The actions of a statement, whatever the conditions."""
    return {text for text in strings(statement["Action"]) if re.fullmatch(r"[a-z0-9-]+:\w+", text)}


def role_of(function: dict[str, Any]) -> str:
    role: str = function["Properties"]["Role"]["Fn::GetAtt"][0]
    return role


SPARK = "LargeSparkRole"
_QUESTIONS = "arn:${AWS::Partition}:s3:::${LakeBucket}/spoor/questions/*"
LARGE_STARS = {
    _QUESTIONS, "spoor/*", "spoor/questions/*", "${LargeSpark.Arn}/jobruns/*",
    "arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:table/${LargeTables}/spoor_*",
}  # fmt: skip
"""What ends with anything, of what lets an engine elsewhere answer."""


def is_large(statement: dict[str, Any]) -> bool:
    """Whether it lets query have an engine elsewhere answer: by parts of this stack, and in the folder of questions."""
    kinds = {action.partition(":")[0] for action in actions(statement)}
    if kinds <= {"athena", "glue", "emr-serverless", "iam"}:
        return "Large" in str(statement["Resource"])
    of_bucket = {"Fn::Sub": "arn:${AWS::Partition}:s3:::${LakeBucket}"}
    if actions(statement) == {"s3:ListBucketVersions"}:
        return False
    return statement["Resource"] in ({"Fn::Sub": _QUESTIONS}, of_bucket)


def test_who_answers_large_questions_is_asked_by_query_alone_and_only_where_the_parameter_says_so(
    transformed: Resources,
) -> None:
    for name in ("AskAthena", "AskSpark", SPARK, "LargeWorkgroup", "LargeTables", "LargeSpark"):
        assert transformed[name]["Condition"] in ("AsksAthena", "AsksSpark")
    for function in SECRETS:
        large = [each for each in statements(transformed, role_of(transformed[function])) if is_large(each)]
        assert bool(large) == (function == "QueryFunction")
    [passing] = [
        each
        for each in statements(transformed, role_of(transformed["QueryFunction"]))
        if "iam:PassRole" in actions(each)
    ]
    assert passing["Resource"] == {"Fn::GetAtt": [SPARK, "Arn"]}
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "emr-serverless.amazonaws.com"}}


def test_every_function_has_a_role_of_its_own(transformed: Resources) -> None:
    functions = of_type(transformed, "AWS::Lambda::Function")
    roles = {name: role_of(it) for name, it in functions.items()}
    assert set(roles) == set(SECRETS)
    assert sorted(roles.values()) == sorted(of_type(transformed, "AWS::IAM::Role").keys() - {RELEASES, SPARK}), (
        "a role is shared, or serves nobody"
    )


def test_nothing_is_allowed_on_everything(transformed: Resources) -> None:
    policies = of_type(transformed, "AWS::IAM::ManagedPolicy") | of_type(transformed, "AWS::IAM::Role")
    del policies["JoinNetwork"]  # which is looked at below
    [tracing] = policies.pop("WriteTraces")["Properties"]["PolicyDocument"]["Statement"]
    assert actions(tracing) == TRACING
    assert transformed["WriteTraces"]["Condition"] == "Traces", "X-Ray takes no narrower resource"
    releases = policies.pop(RELEASES)["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert {action for statement in releases for action in actions(statement)} == MOVING
    assert all(str(statement["Resource"]).count("*") == 1 for statement in releases), "its functions, and alarms"
    stars = {text for it in policies.values() for text in strings(it["Properties"]) if "*" in text}
    assert stars - LARGE_STARS == {LAKE_FILES}, "which are the lake's, in one bucket"
    assert stars > LARGE_STARS, "its folders, its tables, its application's runs"


@pytest.mark.parametrize("function", SECRETS)
def test_a_function_does_with_the_lakes_files_what_it_must_and_no_more(function: str, transformed: Resources) -> None:
    found: set[str] = set()
    for statement in statements(transformed, role_of(transformed[function])):
        allowed = {action for action in actions(statement) if action.startswith("s3:")}
        if allowed and not is_large(statement):
            listing = allowed == {"s3:ListBucketVersions"}
            assert statement["Resource"] == {"Fn::Sub": LAKE_FILES.removesuffix("/spoor/*") if listing else LAKE_FILES}
            assert not listing or statement["Condition"] == {"StringLike": {"s3:prefix": "spoor/*"}}
            found |= allowed
    assert found == LAKE.get(function, set())


def test_where_functions_are_in_a_private_network_lambda_itself_connects_them_and_no_code_can(
    transformed: Resources,
) -> None:
    policy = transformed["JoinNetwork"]
    assert policy["Condition"] == "InNetwork"
    [statement] = policy["Properties"]["PolicyDocument"]["Statement"]
    assert actions(statement) == JOINING
    assert statement["Condition"] == {"Null": {"lambda:SourceFunctionArn": "true"}}, "set where code asks"
    connected = {name for name in SECRETS if "VpcConfig" in transformed[name]["Properties"]}
    assert connected == {name for name, secrets in SECRETS.items() if secrets - {EDGE}}


def test_nothing_is_allowed_by_exception(transformed: Resources) -> None:
    for role in of_type(transformed, "AWS::IAM::Role"):
        for statement in statements(transformed, role):
            assert statement["Effect"] == "Allow"
            assert not {"NotAction", "NotResource", "NotPrincipal"} & set(statement)


def test_no_policy_of_aws_is_attached(transformed: Resources) -> None:
    for role in of_type(transformed, "AWS::IAM::Role").values():
        attached = list(strings(role["Properties"].get("ManagedPolicyArns", [])))
        assert not [text for text in attached if text.startswith("arn:")]


def test_a_role_is_taken_on_by_lambda_alone(transformed: Resources) -> None:
    for name, role in of_type(transformed, "AWS::IAM::Role").items():
        [statement] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        service = {RELEASES: "codedeploy", SPARK: "emr-serverless"}.get(name, "lambda")
        assert statement["Principal"] == {"Service": f"{service}.amazonaws.com"}


@pytest.mark.parametrize("function", SECRETS)
def test_a_function_reads_the_secrets_it_needs_and_no_other(function: str, transformed: Resources) -> None:
    readable = set()
    for statement in statements(transformed, role_of(transformed[function])):
        if actions(statement) & READING:
            assert set(statement["Resource"]) == {"Ref"}, "exactly the ARN that the parameter holds"
            readable.add(statement["Resource"]["Ref"])
    assert readable == SECRETS[function]


@pytest.mark.parametrize("function", SECRETS)
def test_a_function_is_told_of_the_secrets_it_may_read(function: str, transformed: Resources) -> None:
    variables = transformed[function]["Properties"]["Environment"]["Variables"]
    known = set().union(*VARIABLES.values())
    arns = {name: found for name, value in variables.items() if (found := set(strings(value)) & known)}
    assert set().union(*arns.values()) == SECRETS[function]
    assert all(found <= VARIABLES[name] for name, found in arns.items())


@pytest.mark.parametrize("function", SECRETS)
def test_a_function_does_with_the_queues_what_it_must_and_no_more(function: str, transformed: Resources) -> None:
    found: dict[str, set[str]] = {}
    for statement in statements(transformed, role_of(transformed[function])):
        if allowed := {action for action in actions(statement) if action.startswith("sqs:")}:
            [name, attribute] = statement["Resource"]["Fn::GetAtt"]
            assert attribute == "Arn"
            found[name] = found.get(name, set()) | allowed
    assert found == QUEUES.get(function, {})


@pytest.mark.parametrize("function", SECRETS)
def test_a_function_mails_from_one_sender_or_not_at_all(function: str, transformed: Resources) -> None:
    found = [it for it in statements(transformed, role_of(transformed[function])) if actions(it) & MAILING]
    variables = transformed[function]["Properties"]["Environment"]["Variables"]
    assert bool(found) == (function in MAILERS)
    assert ("MAIL_SENDER" in variables) == (function in WRITERS)
    for statement in found:
        assert actions(statement) == MAILING
        address, domain = statement["Resource"]
        assert address["Fn::Sub"].endswith(":identity/${MailSender}")
        assert domain["Fn::Sub"][0].endswith(":identity/${Domain}")


def test_the_domain_that_may_send_is_the_senders(template: dict[str, Any]) -> None:
    given = {**template["Parameters"], "MailSender": {"Default": "no-reply@mail.example.com"}}
    resources = cloudformation.Resolver({**template, "Parameters": given}).resolve(template["Resources"])
    [statement] = resources["SendMail"]["Properties"]["PolicyDocument"]["Statement"]
    assert [arn.partition(":identity/")[2] for arn in statement["Resource"]] == [
        "no-reply@mail.example.com",
        "mail.example.com",
    ]


@pytest.mark.parametrize(("sender", "mailers"), [("", set()), ("a@example.com", {"AuthRole", "RollupRole"})])
def test_without_a_sender_nobody_may_mail(sender: str, mailers: set[str], template: dict[str, Any]) -> None:
    given = {**template["Parameters"], "MailSender": {"Default": sender}}
    resolver = cloudformation.Resolver({**template, "Parameters": given}, known={"SendMail": "the policy to mail"})
    assert resolver.makes(template["Resources"]["SendMail"]) == bool(sender)
    roles = of_type(resolver.resolve(template["Resources"]), "AWS::IAM::Role")
    assert {name for name, it in roles.items() if "the policy to mail" in strings(it["Properties"])} == mailers


@pytest.mark.parametrize("function", SECRETS)
def test_a_function_writes_its_own_logs_and_does_nothing_else(function: str, transformed: Resources) -> None:
    group = transformed[function]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
    for statement in statements(transformed, role_of(transformed[function])):
        allowed = actions(statement)
        if is_large(statement):
            assert function == "QueryFunction"
            continue
        if allowed & LOGGING:
            assert statement["Resource"] == {"Fn::GetAtt": [group, "Arn"]}
        assert allowed in ({"kms:Decrypt"}, MAILING, JOINING, TRACING) or any(
            allowed <= each for each in (LOGGING, READING, QUEUING, FILING)
        )


def test_the_action_fits_the_kind_of_secret(transformed: Resources, template: dict[str, Any]) -> None:
    conditions = template["Conditions"]
    for policy in of_type(transformed, "AWS::IAM::ManagedPolicy").values():
        for statement in [b for s in policy["Properties"]["PolicyDocument"]["Statement"] for b in branches(s)]:
            if not actions(statement) & READING:
                continue
            if statement["Resource"] == {"Ref": EDGE}:  # made by the stack, in Secrets Manager
                continue
            condition, of_parameter, of_secret = statement["Action"]["Fn::If"]
            assert (of_parameter, of_secret) == ("ssm:GetParameter", "secretsmanager:GetSecretValue")
            [service, name] = conditions[condition]["Fn::Equals"]
            assert name == "ssm"
            assert statement["Resource"]["Ref"] in str(service), f"{condition} looks at another secret"


def test_a_key_decrypts_for_the_stores_of_secrets_alone(transformed: Resources) -> None:
    [statement] = transformed["DecryptSecrets"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Resource"] == {"Ref": "KmsKeyArn"}
    stores = statement["Condition"]["StringEquals"]["kms:ViaService"]
    assert [store["Fn::Sub"].partition(".")[0] for store in stores] == ["secretsmanager", "ssm"]


def test_ingest_alone_answers_to_anybody(transformed: Resources) -> None:
    urls = of_type(transformed, "AWS::Lambda::Url")
    assert [it["Properties"]["AuthType"] for it in urls.values()] == ["NONE"]
    public = [
        it["Properties"]
        for it in of_type(transformed, "AWS::Lambda::Permission").values()
        if it["Properties"]["Principal"] == "*"
    ]
    assert {it["FunctionName"]["Ref"] for it in public} == {"IngestFunctionAliaslive"}
    # AWS wants both of a public URL; the second alone would let anybody call the function past its URL.
    assert {it["Action"] for it in public} == {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"}
    assert all(it.get("FunctionUrlAuthType") == "NONE" or it.get("InvokedViaFunctionUrl") is True for it in public)
