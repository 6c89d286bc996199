"""Calls to AWS: those that look and those that change something, each failure in a sentence that says what to do."""

import json
from collections.abc import Mapping, Set
from typing import Any

from deployment.console import Console
from deployment.failure import Failed

_HIDDEN = {"Value"}
_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
_OVER = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_UNKNOWN = {"InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "AuthFailure"}


class Refused(Exception):
    """AWS's answer was an error that the caller wanted to know of: its code and text."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Aws:
    """AWS as the deployer's own credentials see it, in one region."""

    def __init__(self, console: Console, region: str | None = None) -> None:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        self._console = console
        try:
            self._session = boto3.session.Session(region_name=region or None)
        except BotoCoreError as error:  # of a profile that is not there, or a file that cannot be read
            raise Failed(_unreached("AWS", type(error).__name__, str(error))) from None
        self._config = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 4, "mode": "standard"})
        self._clients: dict[str, Any] = {}
        if not self._session.region_name:
            raise Failed("No AWS region is chosen: set AWS_REGION (such as eu-central-1), then run it again.")

    @property
    def region(self) -> str:
        """Where everything is made."""
        return str(self._session.region_name)

    def look(self, service: str, call: str, wanted: Set[str] = frozenset(), /, **words: Any) -> Any:
        """What AWS answers to a call that changes nothing; of an error whose code is `wanted` the caller hears.

        Raises Failed, Refused.
        """
        self._console.look(_spelled(service, call, words))
        return self._called(service, call, wanted, words)

    def change(self, service: str, call: str, wanted: Set[str] = frozenset(), /, **words: Any) -> Any:
        """The same of a call that changes something, which a dry run only tells of; its answer is empty then."""
        self._console.call(_spelled(service, call, words))
        return {} if self._console.dry else self._called(service, call, wanted, words)

    def _called(self, service: str, call: str, wanted: Set[str], words: Mapping[str, Any]) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            if service not in self._clients:
                self._clients[service] = self._session.client(service, config=self._config)
            return getattr(self._clients[service], call)(**words)
        except ClientError as error:
            code, text = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
            if code in wanted:
                raise Refused(code, text) from None
            raise Failed(_sentence(service, call, code, text)) from None
        except BotoCoreError as error:
            raise Failed(_unreached(service, type(error).__name__, str(error))) from None


def _sentence(service: str, call: str, code: str, text: str) -> str:
    if code in _DENIED:
        action = f"{service}:{''.join(part.title() for part in call.split('_'))}"
        return (
            f"Your AWS credentials may not call {action}. Give their user or role that right, or use others"
            " (AWS_PROFILE), then run it again; docs/operations.md lists what a deployment needs."
        )
    if code in _OVER:
        return "Your AWS credentials have expired: sign in again (such as `aws sso login`), then run it again."
    if code in _UNKNOWN:
        return "AWS does not know your credentials: look at AWS_PROFILE and AWS_ACCESS_KEY_ID, then run it again."
    if code in {"Throttling", "ThrottlingException", "TooManyRequestsException"}:
        return f"AWS asks for patience ({service} {call}): wait for a minute, then run it again."
    return f"AWS refused {service} {call}: {code}: {text}"


def _unreached(service: str, kind: str, text: str) -> str:
    if kind in {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"}:
        return "There are no AWS credentials: run `aws configure`, or set AWS_PROFILE, then run it again."
    if kind in {"TokenRetrievalError", "SSOTokenLoadError", "UnauthorizedSSOTokenError", "LoginRefreshRequired"}:
        return "Your AWS sign-in is over: sign in again (such as `aws sso login`), then run it again."
    if kind == "ProfileNotFound":
        return f"{text}: look at AWS_PROFILE, then run it again."
    if kind in {"ConfigParseError", "InvalidConfigError"}:
        return f"{text}: mend that file of AWS's tools, then run it again."
    if kind in {"EndpointConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "ConnectionClosedError"}:
        return f"AWS's {service} cannot be reached from here: look at AWS_REGION and your network, then run it again."
    return f"{service} could not be called: {kind}: {text}"


def _spelled(service: str, call: str, words: Mapping[str, Any]) -> str:
    """The call as the AWS command line spells it, without what is secret."""
    shown = {key: "…" if key in _HIDDEN else value for key, value in words.items()}
    said = [f"{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in shown.items()]
    return " ".join(["aws", service, call.replace("_", "-"), *said])
