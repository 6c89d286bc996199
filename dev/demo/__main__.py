"""`python -m dev.demo`: the command behind `make demo`."""

import argparse
import os
import sys
import time
from datetime import UTC, datetime, timedelta

from dev.demo import owner
from dev.demo.findings import tell
from dev.demo.funnels import CHECKOUT_STEPS
from dev.demo.month import simulate
from dev.demo.owner import DemoApp, Refused
from dev.demo.progress import Progress
from dev.demo.scenario import DAYS, FEWEST_DAYS, SEED, VISITORS, Scenario, app_name
from dev.demo.sealing import begin_sealing
from dev.demo.send import NotTaken, send
from dev.demo.site import Site, Unreachable, is_local, is_url

_MORE = """\
It works through the doors that everybody uses: it signs a user up at /api/auth, creates an app at
/api/apps, and sends to the ingest URL. So Spoor has to run: `make dev` in another terminal.

The month ends when the app was created, and everything in it follows from the seed. To run the command
again is harmless: the same events come out as duplicates, and an interrupted run is completed. For a new
month delete the app in its settings first. Other --seed, --days or --visitors go into an app of their own.
"""


def main() -> int:
    """Fill an app; 1 when that fails."""
    options = _options()
    site, ingest = Site(options.url), Site(options.ingest)
    try:
        return _fill(site, ingest, options)
    except Unreachable as error:
        return _fail(f"Nothing answers at {error}. Start Spoor with `make dev` in another terminal, or give --url.")
    except (Refused, NotTaken) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("\nInterrupted. Run the same command again to go on: nothing is stored twice.")


def _fill(site: Site, ingest: Site, options: argparse.Namespace) -> int:
    # The name does not depend on when the month ends, and the end is when the app of that name was created.
    size: dict[str, int] = {"seed": options.seed, "days": options.days, "visitors": options.visitors}
    owner.sign_in(site, options.email, options.password)
    app = owner.have_app(site, app_name(**size))
    owner.have_funnels(site, app)
    scenario = Scenario(until=app.created_at.astimezone(UTC), **size)
    owner.have_releases(site, app, scenario.outage.releases())
    print(
        f"Making up {scenario.days} days to {scenario.until:%Y-%m-%d %H:%M} UTC for the app “{app.name}” ...",
        flush=True,
    )
    events = simulate(scenario)
    progress = Progress(sys.stdout, time.monotonic)
    tally = send(ingest, app.key, [event.wire() for event in events], progress.show)
    print(f"{tally.accepted:,} stored, {tally.duplicates:,} were there already.")
    if tally.rejected:
        return _fail(f"Rejected, by code: {tally.rejected}")
    if begin_sealing(site):
        print("Closed days are being sealed; from then on reports are answered from the lake (header Spoor-Engine).")
    _tell(site, app, scenario, options)
    print("\n".join(["", "The answer:", *(f"  {line}" for line in tell(scenario, events))]))
    return 0


def _tell(site: Site, app: DemoApp, scenario: Scenario, options: argparse.Namespace) -> None:
    """Say where to look, and for what, in the product's own numbers."""
    since, until = scenario.outage.whole_days()
    span, week = f"{since:%-d} to {until - timedelta(days=1):%-d %B}", timedelta(days=7)
    during = _share(site, app, since, until)
    before = _share(site, app, since - week, until - week)
    print(
        f"""
Look at     {site.url}/dashboard
Sign in as  {options.email}
Password    {options.password if options.password == owner.PASSWORD else "(yours)"}

What there is to see:
  Trend of any event: the days of the week, steady growth; by the hour, the working day of several continents.
  Where visitors come from: search, a newsletter, an advertisement, posts, an assistant.
  Saved funnels: Activation, Checkout, Sign-up. Visitors are anonymous until they sign up; some have two devices.
  Three releases, annotated. With one of them something broke: see the trends of “order completed” and “checkout
  failed”, then the funnel Checkout, told apart by $device_type. From {span} (UTC) {during:.1%} of those who saw
  the prices bought, a week before {before:.1%}."""
    )


def _share(site: Site, app: DemoApp, since: datetime, until: datetime) -> float:
    return float(owner.ask_funnel(site, app, CHECKOUT_STEPS, since, until)["steps"][-1]["conversionFromStart"])


def _options() -> argparse.Namespace:
    port, ingest_port = os.environ.get("SPOOR_PORT") or "3000", os.environ.get("SPOOR_INGEST_PORT") or "3001"
    parser = argparse.ArgumentParser(
        prog="python -m dev.demo",
        description="Fill an app with a believable month of events.",
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--url", type=_url, default=f"http://127.0.0.1:{port}", help="pages and API (%(default)s)")
    add("--ingest", type=_url, default=f"http://127.0.0.1:{ingest_port}", help="ingest (%(default)s)")
    add("--email", default=owner.EMAIL, help="who owns the app (%(default)s)")
    add("--password", help="theirs; needed where --url is not on this machine")
    add("--seed", type=int, default=SEED, help="another seed is another month (%(default)s)")
    add("--days", type=_days, default=DAYS, help=f"how long it is, {FEWEST_DAYS} or more (%(default)s)")
    add("--visitors", type=_positive, default=VISITORS, help="how many are new in it (%(default)s)")
    options = parser.parse_args()
    if options.password is None:
        if not is_local(options.url):
            parser.error("--password is needed: the usual one is public, and would let anybody into that Spoor")
        options.password = owner.PASSWORD
    return options


def _url(text: str) -> str:
    if not is_url(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as http://127.0.0.1:3000")
    return text.rstrip("/")


def _days(text: str) -> int:
    if not text.isdecimal() or not FEWEST_DAYS <= int(text) <= 366:
        raise argparse.ArgumentTypeError(f"give {FEWEST_DAYS} to 366 days")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 200_000:
        raise argparse.ArgumentTypeError("give 1 to 200000 visitors")
    return int(text)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
