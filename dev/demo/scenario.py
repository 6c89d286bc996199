"""What a demo month is made of: its size, its end, the release that breaks something."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

SEED = 1
DAYS = 30
VISITORS = 5000
FEWEST_DAYS = 22  # room for the release, wherever its Tuesday falls, and for a week before it

_TUESDAY = 1
_BROKEN_FOR = timedelta(days=4, hours=5)
_MENDED_SINCE = timedelta(days=3)  # long enough ago for the recovery to be seen


@dataclass(frozen=True, slots=True)
class Outage:
    """Checkouts on phones fail from `released_at` until `mended_at`."""

    released_at: datetime
    mended_at: datetime

    def holds(self, instant: datetime) -> bool:
        """Whether it is broken at `instant`."""
        return self.released_at <= instant < self.mended_at

    def whole_days(self) -> tuple[datetime, datetime]:
        """The calendar days (UTC) of which most are broken, as a half-open range; both times are on the hour."""
        return self.released_at.replace(hour=0), self.mended_at.replace(hour=0)

    def releases(self) -> list[tuple[str, datetime]]:
        """The versions of the shop that came out within the month, and when. One before the fault broke nothing."""
        return [
            ("4.1.0", self.released_at - timedelta(days=7)),
            ("4.2.0", self.released_at),
            ("4.2.1", self.mended_at),
        ]

    def release_at(self, instant: datetime) -> str:
        """The version of the shop that serves at `instant`."""
        return next((version for version, out in reversed(self.releases()) if out <= instant), "4.0.3")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A month: everything in it follows from these four values.

    `visitors` is how many are new within `days`; `until` (aware, UTC) is the end, exclusive.
    """

    until: datetime
    seed: int = SEED
    days: int = DAYS
    visitors: int = VISITORS

    @property
    def first_day(self) -> date:
        """The first of `days` calendar days in UTC; the day of `until` is the last."""
        return self.until.astimezone(UTC).date() - timedelta(days=self.days - 1)

    @property
    def start(self) -> datetime:
        """The first instant of the month."""
        return datetime.combine(self.first_day, time(), UTC)

    @property
    def outage(self) -> Outage:
        """From the latest Tuesday whose damage was mended some days before the end."""
        day = (self.until - _MENDED_SINCE - _BROKEN_FOR).astimezone(UTC).date()
        day -= timedelta(days=(day.weekday() - _TUESDAY) % 7)
        released_at = datetime.combine(day, time(10), UTC)
        return Outage(released_at, released_at + _BROKEN_FOR)


def app_name(seed: int, days: int, visitors: int) -> str:
    """The name of the app that holds such a month: other months go into apps of their own, and never mix."""
    usual = (seed, days, visitors) == (SEED, DAYS, VISITORS)
    return "Demo shop" if usual else f"Demo shop (seed {seed}, {days} days, {visitors} visitors)"
