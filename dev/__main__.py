"""`python -m dev`: the command behind `make dev`."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from dev.database.pooler import PoolerFailed
from dev.database.postgres import PostgresFailed
from dev.programs.lock import AlreadyRunning
from dev.stack import FunctionsFailed, PortTaken
from dev.up import TEMPLATE, DatabaseFailed, Wishes, up
from host.services.queues import QueuesFailed
from host.template.sam import TemplateError

_VARIABLES = """\
environment variables:
  SPOOR_PORT          pages and API (3000); 0 takes any free port
  SPOOR_INGEST_PORT   ingest, the function URL (3001)
  SPOOR_DATA          folder of the database, the logs, the outbox of mail and the local secret (.spoor)
  DATABASE_URL        a Postgres of your own; the embedded one is not started then
  DIRECT_DATABASE_URL that Postgres without its pooler, for the migrations (DATABASE_URL)
  AWS_ENDPOINT_URL    what stands for AWS, such as moto's server; the queues are made there
  AUTH_RATE_LIMIT     true limits the auth routes, as in AWS (false)
  SPOOR_TRUST_FORWARDED_FOR
                      true takes an X-Forwarded-For with one address for where a request comes from, so that a check
                      can play many; AWS never does (false)
  AUTH_FEATURES       what is optional, by words with commas between, a minus before a protection (deleteUser)
  AUTH_PLUGINS        Better Auth's plugins that are on, by their words with commas between (none)
  PASSKEY_RP_ID       the domain that passkeys are for (the host of SPOOR_BASE_URL)
  GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET
                      OAuth apps of yours there, to sign in with
  OAUTH_PROVIDERS, OAUTH_CLIENT_SECRETS
                      further providers, and their secrets as JSON, where AUTH_PLUGINS has genericOAuth
  BETTER_AUTH_SECRET, SPOOR_BASE_URL, TRUSTED_ORIGINS, INGEST_URL, LOG_LEVEL
                      and every other variable of a function in template.yaml: yours win

It prints `ready http://... ingest http://...` when every function answers and serves until Ctrl-C.
Functions are reloaded when their code, the layer or template.yaml changes.
"""


class _Stopped(BaseException):
    """Somebody asked us to end. No Exception, so that nothing below mistakes it for a failure."""


def main() -> int:
    """Run the local stack until SIGINT, SIGTERM or SIGHUP; 1 when it can't start."""
    parser = argparse.ArgumentParser(
        prog="python -m dev",
        description="Run Spoor on this machine: Postgres, PgBouncer, and every function as in Lambda.",
        epilog=_VARIABLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--template", type=Path, default=TEMPLATE, help="the SAM template (template.yaml beside dev/)")
    template = parser.parse_args().template
    try:
        wishes = Wishes.of(os.environ, template)
    except ValueError as error:
        return _fail(str(error))
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored under nohup
        signal.signal(signal.SIGHUP, _stop)
    try:
        _serve(wishes)
    except AlreadyRunning as error:
        return _fail(f"A local stack already runs on {wishes.data} (process {error}). Stop it, or set SPOOR_DATA.")
    except PortTaken as error:
        name = "SPOOR_INGEST_PORT" if error.port == wishes.ingest_port else "SPOOR_PORT"
        return _fail(f"Port {error.port} is taken. Stop what listens there, or set {name} to another port.")
    except (TemplateError, FunctionsFailed, PostgresFailed, PoolerFailed, DatabaseFailed, QueuesFailed) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"The local stack can't run here: {error}")
    return 0


def _serve(wishes: Wishes) -> None:
    """Until somebody asks us to end. Raises what keeps the stack from running."""
    try:
        with up(wishes) as stack:
            print(f"ready http://127.0.0.1:{stack.port} ingest http://127.0.0.1:{stack.ingest_port}", flush=True)
            while True:
                time.sleep(0.5)  # no longer: a signal that the kernel hands to another thread wakes nobody
    except _Stopped:
        return
    except Exception:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            raise
        # what was cut short, such as a statement of a migration, may have told of it as a failure of its own


def _stop(number: int, frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # taking down is bounded in time; a second Ctrl-C must not cut it short
    raise _Stopped


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
