"""The steps of a deployment, in their order; each may fail, and all may be run again."""

import sys

from deployment import choices, parameters, programs, settings_file, visit
from deployment.aws import account as accounts
from deployment.aws import domain, parameter_store, releases, stack
from deployment.aws.calls import Aws
from deployment.console import Console
from deployment.database import direct, login
from deployment.failure import Failed
from deployment.stage import ROOT, Stage

_RANDOM = ("AuthSecretArn", "ApiTokenSecretsArn")
_SAM = str(ROOT / ".sam-venv/bin/sam")


def deploy(console: Console, aws: Aws, stage: Stage) -> None:
    """Bring the stage into the account, or up to date. Raises Failed."""
    console.step("Your account")
    account = accounts.look(aws)
    console.say(f"account {account.id}, region {account.region}, stack {stage.stack}")
    standing = stack.ready(console, aws, stage.stack)

    console.step("Your database")
    url = console.answer("DIRECT_DATABASE_URL", "Direct (not pooled) URL of the database, as its owner", hidden=True)
    owner = direct.read(url)
    direct.look(console, owner)
    deployed = standing.parameters if standing else {}
    written = choices.settled(console, deployed, settings_file.overrides(stage.settings))
    email = written.get("AlarmEmail") or console.answer("EMAIL", "Your e-mail address, for alarms")
    domain_name = console.variables.get("DOMAIN", "").strip().lower()
    parameters.check(written, stage.settings.name)
    parameters.check({"AlarmEmail": email, "DomainName": domain_name}, "Your answer")
    direct.bring_up_to_date(console, owner)

    console.step("Secrets, in SSM")
    one_login = console.variables.get("LOGINS") == "one"
    ours = choices.secrets_of(written, one_login=one_login, ours=lambda name: _is_ours(written.get(name), stage))
    for name in choices.SECRETS.keys() - ours.keys():
        console.say(f"{name} is yours ({stage.settings.name}) and stays")
    of_database = {name: what for name, what in ours.items() if name not in _RANDOM}
    login.keep_all(console, aws, owner, stage, of_database)
    for name in _RANDOM:
        if name in ours:
            parameter_store.keep_random(console, aws, stage.parameter(ours[name]))

    if domain_name:
        console.step("Your domain")
        written = {**written, **domain.parameters(console, domain_name)}

    console.step("Settings")
    chosen = choices.choose(console, account, stage, written, deployed, email, ours)
    settings_file.write(console, stage.settings, stage.stack, account.region, chosen)

    console.step("Building (about a minute)")
    programs.run(console, ["make", "build"], "The build failed: its last lines say why. Nothing was deployed.")

    console.step("Deploying (a few minutes)")
    _sam_deploy(console, aws, stage)

    console.step("Trying it")
    if console.dry:
        visit.check(console, owner, "", "", "")
        return
    made = stack.find(aws, stage.stack)
    if made is None:
        raise Failed(f"The stack {stage.stack} is not there after deploying: look at CloudFormation's console.")
    api, ingest = made.outputs["ApiUrl"].rstrip("/"), made.outputs["IngestUrl"].rstrip("/")
    if chosen.get("DomainName") and not chosen.get("HostedZoneId"):
        console.say(f"{chosen['DomainName']} has to lead to {made.outputs.get('EdgeDomain')}: make that CNAME")
        console.say("where its DNS is. Until it is known everywhere the try below finds nobody; run it again then.")
    if "ApiTokenSecretsArn" in ours:
        secret = parameter_store.read(aws, stage.parameter("api-token-secrets")) or ""
        visit.check(console, owner, api, ingest, secret)
    else:
        console.say("not tried: the secret of API tokens is your own")
    releases.remember(aws, stage)
    _tell(console, api, ingest)


def _is_ours(written: str | None, stage: Stage) -> bool:
    """Whether a secret is one that this command keeps: no other is named in the file."""
    return written is None or f":parameter/spoor/{stage.stack}/" in written


def _sam_deploy(console: Console, aws: Aws, stage: Stage) -> None:
    settings = str(stage.settings)
    parameters = (
        ["<parameters, ReleaseHash>"]
        if console.dry
        else programs.output([sys.executable, "scripts/release.py", "--config", settings])
    )
    command = [_SAM, "deploy", "--config-file", settings, "--region", aws.region]
    command += ["--no-confirm-changeset", "--no-fail-on-empty-changeset", "--parameter-overrides", *parameters]
    try:
        programs.run(console, command, "The deployment failed.")
    except Failed:
        reasons = stack.failures(aws, stage.stack) or ["sam's last lines above say why."]
        raise Failed("\n".join(["The deployment failed.", *reasons, "Then run it again."])) from None


def _tell(console: Console, api: str, ingest: str) -> None:
    console.step("Spoor runs")
    console.say(f"pages and API   {api}")
    console.say(f"trackers        {ingest}")
    console.say(f"Make your account now: {api}/sign-up")
    console.say("It costs under $1 a month in AWS while nobody visits (docs/cost.md), and what your database costs.")
