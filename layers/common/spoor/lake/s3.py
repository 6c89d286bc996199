"""The lake in a bucket of S3, or of anything that speaks as S3 does."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from spoor.lake.storage import NotInStore, StoreAway, checked

_NO_VERSIONS = ("NotImplemented", "MethodNotAllowed", "AccessDenied", "403")
"""What is said where versions are not known, or not to be listed."""


@dataclass(frozen=True)
class S3Patience:
    """How long is waited for a connection and for the next bytes, in seconds, and how often it is tried."""

    connect_s: float
    read_s: float
    attempts: int


PATIENT = S3Patience(3, 10, 3)
HASTY = S3Patience(2, 4, 2)


class Bucket:
    """Objects of the bucket `name` below `prefix`; `endpoint` is where it is, if not at AWS."""

    def __init__(self, name: str, prefix: str, endpoint: str = "") -> None:
        self.name, self.prefix, self.endpoint = name, prefix, endpoint

    @property
    def url(self) -> str:
        """Where it is."""
        return f"s3://{self.name}/{self.prefix}".rstrip("/")

    def put(self, path: str, source: Path) -> None:
        """Raises StoreAway."""
        self._tried(lambda client: client.upload_file(str(source), self.name, self._key(path)), path)

    def get(self, path: str, target: Path) -> None:
        """Somebody waits for it, who can have it elsewhere: one who does not answer is not waited for long.

        Raises NotInStore, StoreAway.
        """
        from boto3.s3.transfer import TransferConfig

        patience = TransferConfig(num_download_attempts=HASTY.attempts)
        of = {"Bucket": self.name, "Key": self._key(path), "Filename": str(target), "Config": patience}
        self._tried(lambda client: client.download_file(**of), path, self._hasty_client)

    def remove(self, path: str) -> None:
        """Also what a bucket with versions would keep of it, where it can list them. Raises StoreAway."""
        for version in self._versions(path):
            of = {"Bucket": self.name, "Key": self._key(path), **version}
            self._tried(lambda client, of=of: client.delete_object(**of), path)

    def _versions(self, path: str) -> list[dict[str, str]]:
        """All versions of a file; the file as it is, where nobody tells of versions."""
        from botocore.exceptions import BotoCoreError, ClientError

        key = self._key(path)
        try:
            listed = self._client.list_object_versions(Bucket=self.name, Prefix=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _NO_VERSIONS:
                return [{}]
            raise StoreAway(str(error)) from error
        except BotoCoreError as error:
            raise StoreAway(str(error)) from error
        found = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
        return [{"VersionId": each["VersionId"]} for each in found if each["Key"] == key]

    def _key(self, path: str) -> str:
        return f"{self.prefix}/{checked(path)}" if self.prefix else str(checked(path))

    def _tried(self, act: Any, path: str, client: Any = None) -> None:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            act(client or self._client)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey", "NotFound"):
                raise NotInStore(path) from error
            raise StoreAway(str(error)) from error
        except (Boto3Error, BotoCoreError) as error:
            raise StoreAway(str(error)) from error

    @cached_property
    def _client(self) -> Any:
        return _client(self.endpoint, PATIENT)

    @cached_property
    def _hasty_client(self) -> Any:
        return _client(self.endpoint, HASTY)


def _client(endpoint: str, patience: S3Patience) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=patience.connect_s,
        read_timeout=patience.read_s,
        retries={"mode": "standard", "max_attempts": patience.attempts},
    )
    return boto3.client("s3", endpoint_url=endpoint or None, config=config)
