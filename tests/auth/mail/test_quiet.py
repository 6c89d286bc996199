"""What must not be told by a clock takes half a second at least."""

import time

import pytest

from auth.mail import quiet


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were slept, without sleeping."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def test_what_was_done_sooner_waits_for_the_rest_of_half_a_second(
    slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([100.0, 100.2])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with quiet.floor():
        pass
    assert slept == [pytest.approx(0.3)]


def test_what_took_longer_waits_no_more(slept: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 100.7])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with quiet.floor():
        pass
    assert slept == [0.0]


def test_an_error_waits_as_well(slept: list[float]) -> None:
    with pytest.raises(ValueError, match="x"), quiet.floor():
        raise ValueError("x")
    [seconds] = slept
    assert 0 < seconds <= 0.5
