"""Times on the wire are what the client reads without moving them."""

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from auth.users.dates import stored, wire


def test_a_time_on_the_wire_has_three_digits_and_a_z() -> None:
    assert wire(datetime(2026, 11, 23, 8, 45, 45, 248_999)) == "2026-11-23T08:45:45.248Z"
    assert wire(datetime(2026, 1, 2, 3, 4, 5)) == "2026-01-02T03:04:05.000Z"


def test_an_aware_time_is_stored_as_utc_without_a_zone() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert stored(datetime(2026, 1, 1, 3, 30, tzinfo=tehran)) == datetime(2026, 1, 1)


@given(st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)))
def test_the_row_and_the_answer_say_the_same(moment: datetime) -> None:
    kept = stored(moment)
    assert kept.tzinfo is None
    assert wire(moment) == wire(kept)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", wire(kept))
    assert datetime.fromisoformat(wire(kept)) == kept.replace(tzinfo=UTC)
