"""`python -m host`: Spoor as a server, which is what the image runs."""

import contextlib
import os
import resource
import signal
import sys
import time
from types import FrameType

from host.configuration import Configuration
from host.kept_secrets import NoSecrets, gather
from host.preparation import NotPrepared
from host.runtime.record import Record
from host.site import Site, SiteFailed
from host.template.sam import TemplateError


class _Stopped(BaseException):
    """Somebody asked us to end. No Exception, so that nothing below mistakes it for a failure."""


def main() -> int:
    """Serve until SIGTERM or SIGINT; 0 when all that was taken in was finished, 1 when it cannot start, 3 when the time
    to finish was too short."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _stop)
    _raise_limit()
    record = Record()
    site: Site | None = None
    try:
        configuration = Configuration.of(os.environ)
        secrets, made = gather(configuration.caller, configuration.data / "secrets")
        for path in made:
            record.line("host", f"made {path}: sessions and tokens end with it, so keep the volume that it is on")
        site = Site(configuration, secrets, record)
        site.start()
        ingest = f", ingest on port {site.ingest_port}" if site.ingest_port else ""
        record.line("host", f"ready on port {site.port}{ingest}")
        while True:
            time.sleep(0.5)  # no longer: a signal that the kernel hands to another thread wakes nobody
    except _Stopped:
        record.line("host", "stopping")
        finished = site.stop() if site else True
        record.line("host", "stopped" if finished else "stopped before all was finished: STOP_SECONDS were too few")
        return 0 if finished else 3
    except (ValueError, NoSecrets, SiteFailed, TemplateError, NotPrepared) as error:
        print(error, file=sys.stderr)
        if site:
            site.close()
        return 1


def _raise_limit() -> None:
    """As many open files as the system allows: a connection is one, and most systems begin with 1024."""
    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _stop(number: int, frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # stopping is bounded in time; a second signal must not cut it short
    raise _Stopped


if __name__ == "__main__":
    sys.exit(main())
