"""Makes a database ready: migrations, and logins for the functions; again and again until it is there."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic

import psycopg

from host import logins
from host.configuration import KINDS, Configuration
from spoor.errors import Misconfigured
from spoor.postgres.causes import cause_of
from spoor.postgres.connection import means_away

ROOT = Path(__file__).parents[1]
VARIABLE = "DIRECT_DATABASE_URL"
FIRST_WAIT_S = 60.0
"""How long the very first start waits for a database: it may be starting, too."""
_AGAIN_S = 3.0


class NotPrepared(Exception):
    """The database cannot be made ready; the message says why."""


class _Away(Exception):
    """It cannot be had just now; the text is why, in the words of spoor.postgres.causes."""


class Preparation:
    """Prepares the database of `configuration`; the URLs by which functions reach it are in `urls` then.

    What was found is remembered in the data folder, so that a later start need not wait for a database that is away:
    what trackers send goes into the queue meanwhile.
    """

    def __init__(self, configuration: Configuration, secret: str, tell: Callable[[str], None]) -> None:
        self._configuration = configuration
        self._secret = secret
        self._tell = tell
        self._note = configuration.data / "prepared.json"
        self._stopped = threading.Event()
        self.done = False
        self.urls: Mapping[str, str] = {}

    def begin(self) -> None:
        """Prepare; where the database is away and was prepared before, go on without it, and prepare it later.

        Raises NotPrepared.
        """
        known, until, told = self._recall(), monotonic() + FIRST_WAIT_S, ""
        while True:
            try:
                self._prepare()
            except _Away as error:
                if known is not None:
                    self._tell(f"the database is away ({error}): what trackers send is queued until it is there")
                    self.urls = self._given(own=known)
                    threading.Thread(target=self._go_on, name="preparation", daemon=True).start()
                    return
                if monotonic() >= until:
                    raise NotPrepared(f"The database of DATABASE_URL cannot be had: {error}.") from error
                if told != str(error):
                    told = str(error)
                    self._tell(f"waiting for the database ({error})")
                self._stopped.wait(_AGAIN_S)
                continue
            return

    def stop(self) -> None:
        """Try no more."""
        self._stopped.set()

    def _go_on(self) -> None:
        while not self._stopped.wait(_AGAIN_S):
            try:
                self._prepare()
            except _Away:
                continue
            except NotPrepared as error:
                self._tell(str(error))
                continue
            self._tell("the database is there and up to date")
            return

    def _prepare(self) -> None:
        """Raises _Away, NotPrepared."""
        wishes = self._configuration
        try:
            _migrate(wishes)
            made: Mapping[str, str] = {}
            if not wishes.own_urls and wishes.caller.get("DATABASE_LOGINS", "own") == "own":
                made = logins.make(wishes.direct_url, wishes.database_url, self._secret, self._tell)
        except Misconfigured as error:
            raise NotPrepared(error.message) from None
        except psycopg.Error as error:
            if means_away(error):
                raise _Away(cause_of(error)) from None
            raise NotPrepared(f"The logins of functions could not be made: {type(error).__name__}.") from None
        if not self.done and not self.urls:
            self.urls = {**self._given(own=False), **made}
        self.done = True
        self._remember(own=bool(made))

    def _given(self, *, own: bool) -> dict[str, str]:
        wishes = self._configuration
        urls = {kind: wishes.own_urls.get(kind, wishes.database_url) for kind in KINDS}
        return {**urls, **logins.urls_of(wishes.direct_url, wishes.database_url, self._secret)} if own else urls

    def _recall(self) -> bool | None:
        """Whether functions had logins of their own, None where the database was never prepared from here."""
        try:
            return bool(json.loads(self._note.read_text())["own_logins"])
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _remember(self, *, own: bool) -> None:
        try:
            self._note.write_text(json.dumps({"own_logins": own}))
        except OSError:
            return  # no folder to keep anything in: then there is no queue either, to start without a database for


def _migrate(wishes: Configuration) -> None:
    """Raises _Away, NotPrepared."""
    done = subprocess.run(
        [sys.executable, "-m", "host.migration"],
        env={**os.environ, VARIABLE: wishes.direct_url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = _last_words(done.stdout)
        if "away" in said:
            raise _Away(said["away"])
        raise NotPrepared(f"The database could not be migrated: {said.get('failed') or _last_line(done.stderr)}")


def _last_words(text: str) -> dict[str, str]:
    try:
        said = json.loads(_last_line(text))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]
