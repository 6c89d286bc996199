"""One command and two answers bring Spoor into an account, and any failure on the way says what to do."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.rows import dict_row

from deployment import parameters, programs, settings_file, visit
from deployment.__main__ import main
from deployment.aws import parameter_store
from deployment.aws.stack import failures
from deployment.console import Console
from deployment.failure import Failed
from deployment.stage import ROOT as DEPLOYMENT_ROOT
from deployment.stage import Stage as Named
from tests.deployment.conftest import EMAIL, Deployer, will_make
from tests.doubles.aws import StackThere
from tests.stack import Stack

LOGINS = {
    "database-url": "spoor_query_login",
    "ingest-database-url": "spoor_ingest_login",
    "auth-database-url": "spoor_auth_login",
    "rollup-database-url": "spoor_rollup_login",
}


def direct_url(stack: Stack) -> str:
    return f"{stack.database}?sslmode=disable"


@pytest.fixture
def answered(deployer: Deployer, stack: Stack) -> Deployer:
    """A deployer whose database is the local stack's, which stands for what SAM deploys: its functions are the
    template's, and they sign tokens by the secret that is stored already."""
    deployer.answers["DIRECT_DATABASE_URL"] = direct_url(stack)
    will_make(deployer.stage.folder, stack.url, stack.ingest)
    secret = (stack.data / "api-token-secrets").read_text().strip()
    aws = deployer.aws(deployer.console())
    parameter_store.write(aws, deployer.stage.parameter("api-token-secrets"), secret)
    return deployer


def calls(deployer: Deployer) -> list[str]:
    """How make and SAM were called."""
    file = deployer.stage.folder / "calls"
    return file.read_text().splitlines() if file.exists() else []


def may(stack: Stack, login: str) -> set[str]:
    """The roles that a login has the rights of."""
    with psycopg.connect(stack.database, row_factory=dict_row) as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_catalog.pg_roles"
            " WHERE rolname LIKE 'spoor\\_%%' AND rolname <> %s AND pg_has_role(%s, oid, 'member')",
            [login, login],
        ).fetchall()
    return {row["rolname"] for row in rows}


def users(stack: Stack) -> list[str]:
    with psycopg.connect(stack.database, row_factory=dict_row) as connection:
        return [row["email"] for row in connection.execute('SELECT email FROM public."user" ORDER BY email').fetchall()]


def test_two_answers_are_enough(answered: Deployer, stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    before = users(stack)
    answered.deploy()
    told = capsys.readouterr().out
    for line in ("health: good", "sign-in page: good", "one event: accepted", "one report: counts it", stack.url):
        assert line in told
    assert users(stack) == before, "the check's own user is gone again"
    [build, deployed] = calls(answered)
    assert build == "make build"
    for word in (f"AlarmEmail={EMAIL}", "AuthFeatures=deleteUser,closeSignUpAfterFirst", "ReserveConcurrency=false"):
        assert word in deployed
    assert re.search(r" ReleaseHash=[0-9a-f]{64}$", deployed)
    assert "ssm:eu-central-1:123456789012:parameter/spoor/spoor/database-url" in deployed
    for what, login in LOGINS.items():
        place = urlsplit(str(answered.parameter(what)))
        assert place.username == login
        assert place.password
        assert place.password not in told + deployed
        assert f"parameter/spoor/spoor/{what}" in deployed
    assert may(stack, "spoor_ingest_login") == {"spoor_ingest"}
    assert len(str(answered.parameter("auth-secret"))) >= 32


def test_a_second_run_keeps_every_secret_and_what_the_deployer_wrote(answered: Deployer) -> None:
    answered.deploy()
    names = ("database-url", "auth-secret", "api-token-secrets")
    before = [answered.parameter(name) for name in names]
    written = settings_file.overrides(answered.stage.settings) | {"MailSender": "spoor@example.com"}
    settings_file.write(answered.console(), answered.stage.settings, "spoor", "eu-central-1", written)
    answered.deploy()
    assert [answered.parameter(name) for name in names] == before
    assert "MailSender=spoor@example.com" in calls(answered)[-1]


def test_the_settings_file_is_the_truth_and_where_there_is_none_the_stack(
    answered: Deployer, capsys: pytest.CaptureFixture[str]
) -> None:
    answered.cloud.stacks["spoor"] = StackThere(
        parameters={
            **{
                "MailSender": "spoor@example.com",
                "AuthFeatures": "deleteUser",
                "DomainName": "",
                "LogRetentionDays": "7",
            },
            **{"ReserveConcurrency": "false", "IngestConcurrency": "5", "ReleaseHash": "x", "OfAnEarlierRelease": "x"},
        }
    )
    answered.deploy()  # a colleague, who has no file
    assert "stack has it: AuthFeatures, LogRetentionDays, MailSender" in capsys.readouterr().out
    assert "AuthFeatures=deleteUser " in calls(answered)[-1], "sign-up was open, and is"
    first = settings_file.overrides(answered.stage.settings)
    assert first["MailSender"] == "spoor@example.com"
    assert first.keys() & {"OfAnEarlierRelease", "ReleaseHash", "IngestConcurrency", "DomainName"} == set()
    answered.cloud.stacks["spoor"].parameters = {**first, "OAuthProviders": "x", "LogRetentionDays": "7"}
    less = {name: value for name, value in first.items() if name not in {"MailSender", "LogRetentionDays"}}
    settings_file.write(answered.console(), answered.stage.settings, "spoor", "eu-central-1", less)
    before = calls(answered)
    with pytest.raises(Failed, match="Write what is to stay into the settings file"):
        answered.deploy()
    assert calls(answered) == before
    assert "MailSender: spoor@example.com → nothing" in capsys.readouterr().out
    answered.deploy(agreed=True)
    for word in (' MailSender="" ', ' OAuthProviders="" ', " LogRetentionDays=30 "):
        assert word in calls(answered)[-1]


def test_a_word_that_nobody_knows_is_refused_before_anything_is_done(
    answered: Deployer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Named, "of", lambda _: answered.stage)  # whose settings lie in a folder of the test's
    for name, word, said in (
        ("DRY_RUN", "maybe", "it takes 0, 1, false"),
        ("SIGN_UP", "Open", "it takes closed, open"),
        ("LOGINS", "two", "it takes one"),
        ("EVENTS", "all", "it takes delete"),
        ("EMAIL", "ann", "must be empty, or an e-mail address"),
        ("DOMAIN", "https://stats.example.com", "a domain in small letters without https://"),
    ):
        console = Console({**answered.answers, "AWS_REGION": "eu-central-1", name: word})
        assert main(["deploy"], console) == 1
        assert said in capsys.readouterr().err, name
    monkeypatch.setenv("AWS_PROFILE", "nobodys")
    assert main(["deploy"], answered.console()) == 1
    assert "nobodys) could not be found: look at AWS_PROFILE" in capsys.readouterr().err
    assert calls(answered) == []


def test_a_setting_that_cannot_be_is_told_before_anything_is_done(answered: Deployer) -> None:
    for name, value, said in (
        ("MailSendr", "a@example.com", "MailSendr, which is no parameter: did you mean MailSender?"),
        ("Gone", "1", "take it out"),
        ("BaseUrl", "stats.example.com", "an https origin"),
        ("SnapStart", "yes", "must be one of true, false"),
        ("NoEventsHours", "25", "at least 0 and at most 24"),
        ("LogRetentionDays", "31", "must be one of 1, 3, 5"),
        ("RateLimitPerMinute", "many", "must be a number, at least 0"),
        ("MailSender", "a@example.com\n", "an e-mail address"),
    ):
        settings_file.write(answered.console(), answered.stage.settings, "spoor", "eu-central-1", {name: value})
        with pytest.raises(Failed) as failure:
            answered.deploy()
        assert said in str(failure.value)
        assert "samconfig.local.toml says" in str(failure.value)
    assert calls(answered) == []
    defaults = {name: parameters.default(name) for name, it in parameters.known().items() if "Default" in it}
    parameters.check(defaults, "the template")


def test_sam_reads_every_value_as_it_was_written(answered: Deployer) -> None:
    meant = {"A": "", "B": "one two, three", "C": '[{"id": "x"}]', "D": "https://x/?a=b&c=d", "E": "a\\b"}
    settings_file.write(answered.console(), answered.stage.settings, "spoor", "eu-central-1", meant)
    assert settings_file.overrides(answered.stage.settings) == meant
    printed = programs.output([sys.executable, "scripts/release.py", "--config", str(answered.stage.settings)])
    script = (
        "import json, sys; from samcli.cli.types import CfnParameterOverridesType as Type;"
        " print(json.dumps(Type().convert(tuple(sys.argv[1:]), None, None)))"
    )
    python = DEPLOYMENT_ROOT / ".sam-venv/bin/python"
    done = subprocess.run([python, "-c", script, *printed], capture_output=True, text=True, check=True)
    read = json.loads(done.stdout)
    assert {name: read[name] for name in meant} == meant


def test_a_dry_run_prints_every_call_and_changes_nothing(
    deployer: Deployer, stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    deployer.answers["DIRECT_DATABASE_URL"] = direct_url(stack)
    deployer.deploy(dry=True)
    told = capsys.readouterr().out
    order = [
        "sts get-caller-identity",
        "would: make migrate",
        "would: CREATE ROLE spoor_query_login",
        "would: aws ssm put-parameter",
    ]
    order += [
        "would: writes samconfig.local.toml",
        "would: make build",
        "deploy --config-file",
        "would: POST /v1/events",
    ]
    assert [told.find(line) for line in order] == sorted(told.find(line) for line in order)
    assert all(line in told for line in order)
    assert calls(deployer) == []
    assert deployer.parameter("auth-secret") is None
    assert not deployer.stage.settings.exists()


def test_a_stack_that_was_half_made_is_told_of_and_removed_after_a_yes(
    answered: Deployer, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = "Specified ReservedConcurrentExecutions decreases account's UnreservedConcurrentExecution below [10]"
    answered.cloud.stacks["spoor"] = StackThere(
        "ROLLBACK_COMPLETE", events=[("IngestFunction", "CREATE_FAILED", reason), ("Api", "CREATE_FAILED", "cancelled")]
    )
    with pytest.raises(Failed, match="say yes"):
        answered.deploy()
    told = capsys.readouterr().out
    assert "may not run so many instances" in told
    assert "cancelled" not in told
    assert calls(answered) == []
    answered.deploy(agreed=True)
    assert "DeleteStack" in answered.cloud.calls
    assert answered.cloud.stacks["spoor"].status == "CREATE_COMPLETE"


@pytest.mark.parametrize(
    ("status", "said"),
    [("UPDATE_IN_PROGRESS", "somebody else"), ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback")],
)
def test_a_stack_that_takes_no_update_says_what_to_do(answered: Deployer, status: str, said: str) -> None:
    answered.cloud.stacks["spoor"] = StackThere(status)
    with pytest.raises(Failed, match=said):
        answered.deploy()


def test_a_deployment_that_fails_says_why_and_the_next_run_ends_well(answered: Deployer, stack: Stack) -> None:
    made = answered.stage.folder / "made.json"
    made.unlink()
    events = [
        ("spoor", "ROLLBACK_IN_PROGRESS", ""),
        ("Alarms", "CREATE_FAILED", "User is not authorized to perform: SNS:CreateTopic"),
        ("spoor", "CREATE_IN_PROGRESS", "User Initiated"),
        ("Old", "CREATE_FAILED", "of an earlier time"),
    ]
    answered.cloud.stacks["spoor"] = StackThere("UPDATE_ROLLBACK_COMPLETE", events=events)
    with pytest.raises(Failed, match=r"SNS:CreateTopic.*\n.*run it again") as failure:
        answered.deploy()
    assert "earlier time" not in str(failure.value)
    will_make(answered.stage.folder, stack.url, stack.ingest)
    answered.deploy()


@pytest.mark.parametrize("denied", ["GetAccountSettings", "DescribeStacks"])
def test_a_right_that_is_missing_is_named(answered: Deployer, denied: str) -> None:
    answered.cloud.denied.add(denied)
    with pytest.raises(Failed, match=denied):
        answered.deploy()
    answered.cloud.denied.clear()
    answered.deploy()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a@b/c", "no URL of Postgres"),
        ("postgresql://u:secret@nowhere.invalid/db", "dns"),
        ("postgresql://u:secret@127.0.0.1:1/db", "refused"),
        ("postgresql://postgres@127.0.0.1:{port}/elsewhere?sslmode=disable", "no database of that name"),
        ("postgresql://postgres@127.0.0.1:{port}/spoor?sslmode=require", "TLS"),
    ],
)
def test_a_database_that_cannot_be_had_says_why_and_quotes_no_password(
    deployer: Deployer, stack: Stack, url: str, said: str
) -> None:
    deployer.answers["DIRECT_DATABASE_URL"] = url.format(port=urlsplit(stack.database).port)
    with pytest.raises(Failed, match=said) as failure:
        deployer.deploy()
    assert "secret" not in str(failure.value)
    assert calls(deployer) == []


def test_a_user_who_may_not_make_roles_is_told_so(deployer: Deployer, stack: Stack) -> None:
    with psycopg.connect(stack.database, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS powerless")
        connection.execute("CREATE ROLE powerless LOGIN")
    deployer.answers["DIRECT_DATABASE_URL"] = direct_url(stack).replace("//postgres@", "//powerless@")
    with pytest.raises(Failed, match="may not make roles"):
        deployer.deploy()


def test_without_a_terminal_an_answer_that_is_missing_names_its_variable(deployer: Deployer) -> None:
    with pytest.raises(Failed, match="set DIRECT_DATABASE_URL"):
        deployer.deploy()


def test_a_login_whose_password_was_lost_gets_a_new_one(answered: Deployer) -> None:
    answered.deploy()
    before = answered.parameter("database-url")
    aws = answered.aws(answered.console())
    parameter_store.write(aws, answered.stage.parameter("database-url"), "postgresql://spoor:old@127.0.0.1:1/spoor")
    answered.deploy()
    assert answered.parameter("database-url") not in (None, before)


def test_what_the_check_finds_wrong_it_says_and_leaves_nobody_behind(
    answered: Deployer, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = users(stack)
    monkeypatch.setattr(visit, "WITHIN_S", 0.0)
    will_make(answered.stage.folder, stack.url, stack.url)
    with pytest.raises(Failed, match="Ingest does not answer"):
        answered.deploy()
    assert users(stack) == before


def test_a_stage_beside_production_touches_nothing_of_it(answered: Deployer) -> None:
    answered.deploy()
    kept = {what: answered.parameter(what) for what in (*LOGINS, "auth-secret", "api-token-secrets", "releases")}
    settings, production = answered.stage.settings.read_text(), answered.cloud.stacks["spoor"]
    secret, ours = str(kept["api-token-secrets"]), answered.stage
    answered.stage = replace(Named.of("staging"), folder=ours.folder)
    parameter_store.write(answered.aws(answered.console()), answered.stage.parameter("api-token-secrets"), secret)
    answered.deploy()
    made = {what: answered.parameter(what) for what in LOGINS}
    assert {urlsplit(str(url)).username for url in made.values()} == {
        login.replace("spoor_", "spoor_staging_") for login in LOGINS.values()
    }
    assert "parameter/spoor/spoor-staging/database-url" in calls(answered)[-1]
    assert "parameter/spoor/spoor/" not in calls(answered)[-1]
    assert answered.cloud.stacks.keys() == {"spoor", "spoor-staging"}
    answered.stage = ours
    assert {what: answered.parameter(what) for what in kept} == kept
    assert (ours.settings.read_text(), answered.cloud.stacks["spoor"]) == (settings, production)
    with pytest.raises(Failed, match="small letters"):
        Named.of("../x")


def test_sign_up_is_left_open_by_that_word_alone_and_closed_by_another(answered: Deployer) -> None:
    for word, is_open in (("", False), ("open", True), ("", True), ("closed", False)):
        answered.answers["SIGN_UP"] = word
        answered.deploy()
        assert ("closeSignUpAfterFirst" not in calls(answered)[-1]) is is_open


def test_one_login_does_where_that_is_wished_and_a_login_that_was_there_stays(answered: Deployer, stack: Stack) -> None:
    answered.answers["LOGINS"] = "one"
    answered.deploy()
    assert urlsplit(str(answered.parameter("database-url"))).username == "spoor"
    assert answered.parameter("ingest-database-url") is None
    assert "IngestDatabaseUrlArn" not in calls(answered)[-1]
    assert "spoor_app" in may(stack, "spoor")
    kept = answered.parameter("database-url")
    del answered.answers["LOGINS"]
    answered.deploy()
    assert answered.parameter("database-url") == kept, "it is a member of all roles, and works"
    assert urlsplit(str(answered.parameter("ingest-database-url"))).username == "spoor_ingest_login"


def test_a_database_url_of_the_deployers_own_gets_no_login_beside_it(answered: Deployer) -> None:
    own = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mine-AbCdEf"
    settings_file.write(answered.console(), answered.stage.settings, "spoor", "eu-central-1", {"DatabaseUrlArn": own})
    answered.deploy()
    assert f"DatabaseUrlArn={own}" in calls(answered)[-1]
    assert all(answered.parameter(what) is None for what in LOGINS)


REFUSED = {
    "Resource handler returned message: spoor-viewer already exists (HandlerErrorCode: AlreadyExists)": "STAGE",
    "Specified ReservedConcurrentExecutions decreases account's UnreservedConcurrentExecution": "chooses anew",
    "User: arn:aws:iam::1:user/x is not authorized to perform: iam:CreateRole": "give your credentials",
    "API: iam:CreateRole AccessDenied": "give your credentials",
    "The maximum number of addresses has been reached. (LimitExceeded)": "Service Quotas",
}


def test_what_cloudformation_refuses_says_what_to_do(deployer: Deployer) -> None:
    aws = deployer.aws(deployer.console())
    for reason, said in REFUSED.items():
        events = [("Api", "CREATE_FAILED", reason), ("spoor", "UPDATE_IN_PROGRESS", "User Initiated")]
        deployer.cloud.stacks["spoor"] = StackThere("UPDATE_ROLLBACK_COMPLETE", events=events)
        [told] = failures(aws, "spoor")
        assert reason in told
        assert said in told
