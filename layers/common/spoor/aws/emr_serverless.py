"""Runs of Spark on EMR Serverless, begun and looked after."""

from functools import cached_property
from typing import Any

from spoor.errors import EngineAway


class SparkRuns:
    """Those of an application, which run as a role of their own."""

    def __init__(self, application: str, role: str) -> None:
        self._application, self._role = application, role

    def start(self, script: str, argument: str) -> str:
        """Begin one, and give its id. Raises EngineAway."""
        driver = {"sparkSubmit": {"entryPoint": script, "entryPointArguments": [argument]}}
        found = self._tried(
            lambda client: client.start_job_run(
                applicationId=self._application, executionRoleArn=self._role, jobDriver=driver, name="spoor"
            )
        )
        return str(found["jobRunId"])

    def state(self, run: str) -> tuple[str, str]:
        """Its state, and why it is in that state, in EMR's words. Raises EngineAway."""
        found = self._tried(lambda client: client.get_job_run(applicationId=self._application, jobRunId=run))["jobRun"]
        return found["state"], found.get("stateDetails", "")

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
        return boto3.client("emr-serverless", config=patience)
