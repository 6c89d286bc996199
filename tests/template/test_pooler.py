"""The pooler that the guide tells to run behaves as the functions rely on, and so does the one of the local stack."""

import inspect
import re

import pytest

from dev.database import pooler
from spoor import database
from tests.template.reading import ROOT

DEADLINE = inspect.signature(database.run).parameters["within_s"].default


def of_the_guide() -> dict[str, str]:
    """The settings in docs/operations.md."""
    [ini] = re.findall(r"```ini\n(.*?)```", (ROOT / "docs/operations.md").read_text(), re.DOTALL)
    return dict(re.findall(r"^(\w+) = (\S+)", ini, re.MULTILINE))


@pytest.mark.parametrize("settings", [of_the_guide(), pooler.DEFAULTS], ids=["guide", "local"])
def test_a_pooler_lends_by_the_transaction_and_lets_nobody_wait_past_the_deadline(settings: dict[str, str]) -> None:
    assert settings["pool_mode"] == "transaction"
    assert 0 < int(settings["query_wait_timeout"]) < DEADLINE
    assert 0 < int(settings["idle_transaction_timeout"]) <= 5


def test_the_guides_pooler_asks_who_is_there_and_proves_the_server() -> None:
    settings = of_the_guide()
    assert settings["auth_type"] == "scram-sha-256"
    assert settings["server_tls_sslmode"] == "verify-full"
    assert settings["client_tls_sslmode"] == "require"


def test_every_kind_of_function_has_an_entry_of_its_own() -> None:
    assert set(pooler.ENTRIES) == {"ingest", "query", "auth", "rollup"}
    assert "an entry of its own in `[databases]`" in (ROOT / "docs/operations.md").read_text()
