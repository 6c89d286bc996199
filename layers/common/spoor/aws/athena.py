"""Queries of Athena, begun and looked after."""

from functools import cached_property
from typing import Any

from spoor.errors import EngineAway


class AthenaQueries:
    """Those of a workgroup over a database of Glue."""

    def __init__(self, workgroup: str, database: str) -> None:
        self._workgroup, self._database = workgroup, database

    def start(self, text: str, output: str) -> str:
        """Begin one whose rows go to a folder of S3, and give its id. Raises EngineAway."""
        found = self._tried(
            lambda client: client.start_query_execution(
                QueryString=text,
                QueryExecutionContext={"Database": self._database},
                ResultConfiguration={"OutputLocation": output},
                WorkGroup=self._workgroup,
            )
        )
        return str(found["QueryExecutionId"])

    def state(self, execution: str) -> tuple[str, int, str]:
        """Its state, how many bytes were read, and why it is in that state, in Athena's words. Raises EngineAway."""
        found = self._tried(lambda client: client.get_query_execution(QueryExecutionId=execution))["QueryExecution"]
        status, statistics = found["Status"], found.get("Statistics", {})
        return status["State"], statistics.get("DataScannedInBytes", 0), status.get("StateChangeReason", "")

    def _tried(self, act: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return act(self._client)
        except (BotoCoreError, ClientError) as error:
            raise EngineAway from error

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        patience = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "max_attempts": 2})
        return boto3.client("athena", config=patience)
