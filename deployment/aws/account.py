"""The AWS account: whose it is, and how many instances of functions it may run at once."""

from dataclasses import dataclass

from deployment.aws.calls import Aws


@dataclass(frozen=True)
class Account:
    """`quota` is how many instances all functions of the account together may have, `free` how many of them no function
    has reserved."""

    id: str
    region: str
    partition: str
    quota: int
    free: int

    def parameter_arn(self, name: str) -> str:
        """The ARN of an SSM parameter, whose name begins with a slash."""
        return f"arn:{self.partition}:ssm:{self.region}:{self.id}:parameter{name}"


def look(aws: Aws) -> Account:
    """Ask whose credentials these are, and for the quota. Raises Failed."""
    caller = aws.look("sts", "get_caller_identity")
    limits = aws.look("lambda", "get_account_settings")["AccountLimit"]
    return Account(
        id=caller["Account"],
        region=aws.region,
        partition=caller["Arn"].split(":")[1],
        quota=limits["ConcurrentExecutions"],
        free=limits["UnreservedConcurrentExecutions"],
    )
