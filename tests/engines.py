"""Every engine in turn: what is tested with it must come out the same on each."""

from typing import Any

import pytest

from query.engines.choose import ENGINES, EngineChoice, Reason


@pytest.fixture(params=ENGINES, autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the engine that gathers for every question of the test."""

    def choose(*_: Any) -> EngineChoice:
        return EngineChoice(ENGINES[request.param], Reason.ONLY_ENGINE)

    monkeypatch.setattr("query.conductor.choose", choose)
    return str(request.param)
