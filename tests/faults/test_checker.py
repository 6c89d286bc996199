"""The checker sees each way in which a promise can be broken."""

from pathlib import Path

import pytest

from tests.faults.rig.ledger import Ledger, Verdict, check


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A batch of three of which the last was rejected, and one that was never answered."""
    made = Ledger(tmp_path)
    made.intend(["a", "b", "c"])
    made.answer(["a", "b", "c"], 200, {"accepted": 2, "duplicates": 0, "rejected": [{"index": 2}]})
    made.intend(["d"])
    made.answer(["d"], 503, {"code": "DATABASE_UNAVAILABLE"})
    return made


def verdict_of(ledger: Ledger, **stored: int) -> Verdict:
    """What it says of this final state."""
    ledger.close()
    return check(ledger.folder, stored)


def test_what_was_promised_is_there(ledger: Ledger) -> None:
    verdict = verdict_of(ledger, a=1, b=1)
    assert (verdict.broken, verdict.acked, verdict.errors, verdict.unknown) == ({}, 2, 1, set())


def test_an_acknowledged_event_that_is_not_stored_is_lost(ledger: Ledger) -> None:
    assert verdict_of(ledger, a=1).lost == {"b"}


def test_an_event_stored_twice_is_double(ledger: Ledger) -> None:
    assert verdict_of(ledger, a=1, b=2).double == {"b"}


def test_an_event_that_nobody_sent_is_a_phantom(ledger: Ledger) -> None:
    assert verdict_of(ledger, a=1, b=1, x=1).phantom == {"x"}


def test_a_rejected_event_must_not_be_stored(ledger: Ledger) -> None:
    assert verdict_of(ledger, a=1, b=1, c=1).rejected == {"c"}


def test_an_event_stored_without_anybody_knowing_is_unknown_and_no_fault(ledger: Ledger) -> None:
    verdict = verdict_of(ledger, a=1, b=1, d=1)
    assert (verdict.broken, verdict.unknown) == ({}, {"d"})


def test_counts_that_do_not_add_up_are_silence(ledger: Ledger) -> None:
    ledger.intend(["e", "f"])
    ledger.answer(["e", "f"], 200, {"accepted": 1, "duplicates": 0, "rejected": []})
    assert verdict_of(ledger, a=1, b=1, e=1, f=1).silent == {"e", "f"}


def test_an_event_acknowledged_as_a_duplicate_is_acknowledged(ledger: Ledger) -> None:
    ledger.intend(["d"])
    ledger.answer(["d"], 200, {"accepted": 0, "duplicates": 1, "rejected": []})
    assert verdict_of(ledger, a=1, b=1).lost == {"d"}
