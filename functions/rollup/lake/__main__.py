"""`make seal`: seals what is due now, and tells of each day."""

import argparse
import os
import sys
from collections.abc import Sequence
from time import monotonic
from uuid import UUID

from rollup.lake.sealing import DayOutcome
from rollup.lake.work import Due, LakePatience, due, work
from spoor import database
from spoor.errors import SpoorError
from spoor.lake import place
from spoor.lake.storage import StoreAway

_HELP = """
LAKE_URL says where the files go: s3://bucket/prefix, or file:///folder (LAKE_ENDPOINT_URL: where something other than
AWS speaks as S3 does). DATABASE_URL is the pooled URL of Postgres. A day of UTC is sealed two hours after its end; one
that changed since is sealed again. It can be stopped and begun again at any time, and run beside the schedule.
"""


def main(arguments: Sequence[str]) -> int:
    """Seal, and give the exit status."""
    parser = argparse.ArgumentParser(prog="make seal", description=__doc__, epilog=_HELP)
    parser.add_argument("--app", type=UUID, help="only this app, by its id")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="begin no other day after so many minutes")
    parser.add_argument("--dry-run", action="store_true", help="only tell what there is to seal")
    wishes = parser.parse_args(arguments)
    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "seal")
    patience = LakePatience(working_s=wishes.minutes * 60)
    try:
        store = place.configured()
        now = database.run(database.sql("rollup", "database_clock"), repeatable=True)[0]["now"]
        days = due(now, wishes.app, patience)
        print(f"{len(days)} days to seal", flush=True)
        if wishes.dry_run:
            for each in days:
                print(f"{each.day} of {each.app_id}: {each.why}")
            return 0
        progress = _Progress(len(days))
        became = work(store, now, wishes.app, patience, tell=progress.tell)
    except (SpoorError, StoreAway) as error:
        print(f"seal: {error}", file=sys.stderr)
        return 1
    print(", ".join(f"{count} {what}" for what, count in became.items()) or "nothing to do")
    return 0


class _Progress:
    """Tells how far it is, and how fast."""

    def __init__(self, days: int) -> None:
        self._days, self._done, self._began = days, 0, monotonic()

    def tell(self, day: Due, outcome: DayOutcome) -> None:
        """A line a day."""
        self._done += 1
        took = monotonic() - self._began
        left = took / self._done * (self._days - self._done)
        size = f"{outcome.rows:,} events, {outcome.size / 1e6:.1f} MB" if outcome.rows else ""
        what = f"{day.day} of {day.app_id}: {outcome.what} {size}"
        print(f"[{self._done}/{self._days}] {what} ({left:.0f} s left)", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
