"""SES for tests: moto's server, which looks at calls as AWS describes them and keeps what was sent."""

from typing import Any
from urllib.request import Request, urlopen

import boto3
from moto.ses.models import ses_backends

_ACCOUNT, _REGION = "123456789012", "us-east-1"


class Ses:
    """The SES of moto's server at `endpoint`, where nothing was sent and no address is verified yet."""

    def __init__(self, endpoint: str) -> None:
        urlopen(Request(f"{endpoint}/moto-api/reset", method="POST")).close()
        self.endpoint = endpoint

    def verify(self, identity: str) -> None:
        """Let an address or a domain send."""
        nobody = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": _REGION}
        client: Any = boto3.client("sesv2", endpoint_url=self.endpoint, **nobody)
        client.create_email_identity(EmailIdentity=identity)
        client.close()

    @property
    def sent(self) -> list[Any]:
        """What was sent, as moto keeps it: source, destinations, subject, and the HTML as body."""
        return list(ses_backends[_ACCOUNT][_REGION].sent_messages)
