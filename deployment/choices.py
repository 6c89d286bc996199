"""Which parameters a deployment gets: what the deployer's file says, and, where it says nothing, what fits."""

from collections.abc import Callable, Mapping

from deployment import caps, parameters
from deployment.aws.account import Account
from deployment.console import Console
from deployment.failure import Failed
from deployment.stage import Stage

SECRETS = {
    "DatabaseUrlArn": "database-url",
    "AuthSecretArn": "auth-secret",
    "ApiTokenSecretsArn": "api-token-secrets",
}
"""Parameters of the template, and what holds the secret."""

OF_KINDS = {
    "IngestDatabaseUrlArn": "ingest-database-url",
    "AuthDatabaseUrlArn": "auth-database-url",
    "RollupDatabaseUrlArn": "rollup-database-url",
}
"""The same where each kind of function signs in as itself: DatabaseUrlArn is query's then."""

_CAPS = {"ReserveConcurrency", "IngestConcurrency", "ApiConcurrency", "AuthorizerConcurrency"}
_CHOSEN = {*SECRETS, *OF_KINDS, "AlarmEmail", "AuthFeatures"}
"""What is chosen here in any case, so that its line may be taken out to have it chosen anew."""

CLOSED = "closeSignUpAfterFirst"
"""The word in AuthFeatures."""


def secrets_of(written: Mapping[str, str], *, one_login: bool, ours: Callable[[str], bool]) -> dict[str, str]:
    """The secrets that this command keeps, by their parameters. The file's own are the deployer's; where the database's
    is, no other login is made."""
    kinds = {} if one_login or not ours("DatabaseUrlArn") else OF_KINDS
    kept = {name: what for name, what in OF_KINDS.items() if name in written}
    return {name: what for name, what in {**SECRETS, **kinds, **kept}.items() if ours(name)}


def settled(console: Console, deployed: Mapping[str, str], written: Mapping[str, str]) -> dict[str, str]:
    """What the deployer wishes: the file says it where it says anything, else the stack as it stands, since its file is
    on somebody else's machine. SAM leaves alone what it is not told, so what a file says no more is told to go.

    Raises Failed.
    """
    others = {
        name: value
        for name, value in deployed.items()
        if name in parameters.known() and value != parameters.default(name)
    }
    others.pop("ReleaseHash", None)
    if not written:
        capped = {name: deployed[name] for name in _CAPS & deployed.keys() if deployed["ReserveConcurrency"] == "true"}
        kept = {name: value for name, value in others.items() if name not in _CAPS} | capped
        kept |= {
            name: deployed[name] for name in ("AuthFeatures",) if name in deployed
        }  # the default leaves sign-up open
        if kept:
            console.say(f"no settings file is here; kept as the stack has it: {', '.join(sorted(kept))}")
        return kept
    gone = {name: parameters.default(name) for name in others.keys() - written.keys() - _CHOSEN - _CAPS}
    for name, value in sorted(gone.items()):
        console.say(f"{name}: {others[name]} → {value or 'nothing'}, since the settings file does not say it")
    if not all(gone.values()) and not console.agree("Is that meant?"):
        raise Failed(
            "Nothing was deployed. Write what is to stay into the settings file, or say yes, then run it again."
        )
    return {**written, **gone}


def choose(
    console: Console,
    account: Account,
    stage: Stage,
    written: Mapping[str, str],
    deployed: Mapping[str, str],
    email: str,
    kept: Mapping[str, str] = SECRETS,
) -> dict[str, str]:
    """All parameters, by name: those `written` in the file stay, unless the account cannot bear them.

    `deployed` are those of the stack as it stands, `kept` the secrets that are kept here.
    """
    arns = {name: account.parameter_arn(stage.parameter(what)) for name, what in kept.items()}
    chosen = {**arns, "AlarmEmail": email, **written}
    if email:
        chosen["AlarmEmail"] = email
    chosen["AuthFeatures"] = _features(console, written.get("AuthFeatures", "deleteUser"), "AuthFeatures" in written)
    return {**chosen, **_caps(console, account, written, deployed)}


def _features(console: Console, text: str, is_written: bool) -> str:
    """Sign-up closes after the first account unless SIGN_UP=open; what the file says is changed by that word alone."""
    wish = console.variables.get("SIGN_UP", "")
    words = [word for each in text.split(",") if (word := each.strip()) and word != CLOSED]
    was_open = is_written and CLOSED not in text
    if wish == "open" or (wish != "closed" and was_open):
        console.say("Anybody may sign up. SIGN_UP=closed closes that after the first account.")
    else:
        words.append(CLOSED)
        console.say("Sign-up closes after the first account, which is yours. SIGN_UP=open leaves it open.")
    return ",".join(words)


def _caps(
    console: Console, account: Account, written: Mapping[str, str], deployed: Mapping[str, str]
) -> Mapping[str, str]:
    ours = caps.reserved(deployed)
    if "ReserveConcurrency" in written:
        wanted = caps.reserved(written)
        if wanted <= max(0, account.free + ours - caps.MUST_STAY_FREE):
            return {}
        console.say(f"The caps of the file need {wanted} instances, more than the account can spare.")
    fitting = caps.choose(account.free, ours)
    if fitting is None:
        console.say(
            f"The account may run {account.quota} instances at once, too few to reserve any: functions are not capped,"
            " and a flood of events can keep the pages waiting. Ask AWS for more (Service Quotas, Lambda, Concurrent"
            " executions), then deploy again."
        )
        return caps.UNCAPPED
    console.say(
        f"The account may run {account.quota} instances at once; capped at {fitting.ingest} of ingest,"
        f" {fitting.api} of auth, query and web each, {fitting.authorizer} of the authorizer."
    )
    return fitting.parameters
