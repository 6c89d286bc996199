"""What functions find in their environment when they run here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from host.template.bundle import Function

_INHERITED = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
NOWHERE = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",  # the discard port: a call to AWS fails here instead of succeeding there
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "LANG": "en_US.UTF-8",
}

_SENDER = "spoor@localhost.localdomain"


@dataclass(frozen=True)
class Variables:
    """The stack's own values, and the caller's, which win.

    `plain` goes to every function; a secret (`DATABASE_URL`) only to those that the template gives it, or its
    `_ARN`, so that a permission missing in AWS is missing here too, also for what the caller brings. `databases` are
    the values of `DATABASE_URL` by the package of the function, each with a login and a pool entry of its own. `queues`
    are the URLs of the queues that were made, and `mail_endpoint` is where those find SES that the template gives a
    sender. `surroundings` are what AWS's clients find: by default nothing that leads anywhere.
    """

    plain: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    databases: Mapping[str, str] = field(default_factory=dict)
    caller: Mapping[str, str] = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)
    mail_endpoint: str = ""
    surroundings: Mapping[str, str] = field(default_factory=lambda: NOWHERE)

    def of(self, function: Function) -> dict[str, str]:
        """The whole environment of `function`, but for what Lambda itself adds."""
        inherited = {name: self.caller[name] for name in _INHERITED if name in self.caller}
        secrets = dict(self.secrets)
        if url := self.databases.get(function.package):
            secrets["DATABASE_URL"] = url
        given = {name: secrets[name] for name in secrets if {name, f"{name}_ARN"} & function.declared}
        queues = {name: self.queues[queue] for name, queue in function.queue_variables.items() if queue in self.queues}
        mail = {"MAIL_SENDER": _SENDER, "AWS_ENDPOINT_URL_SESV2": self.mail_endpoint}
        mails = self.mail_endpoint and "MAIL_SENDER" in function.declared
        own = {**function.variables, **queues, **self.plain, **given, **(mail if mails else {})}
        hidden = {name.removesuffix("_ARN") for name in function.declared if name.endswith("_ARN")}
        wishes = {name: self.caller[name] for name in {*own, *function.declared, *hidden} & self.caller.keys()}
        wishes.pop("DATABASE_URL", None)  # the caller's is the server's; functions go through the pooler
        elsewhere = {"AWS_ENDPOINT_URL": self.endpoint} if self.endpoint else {}
        return {**inherited, **self.surroundings, **elsewhere, **own, **wishes}

    @property
    def endpoint(self) -> str:
        """What stands for AWS here, where the caller has such a thing; empty where not."""
        return self.caller.get("AWS_ENDPOINT_URL", "")
