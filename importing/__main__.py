"""`python -m importing`: the command behind `make import`."""

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from importing.checkpoint import Checkpoint, ImportUnderWay
from importing.progress import Progress, details, summary
from importing.transfer import transfer
from ingest.apps import keys
from ingest.apps.app_rules import AppRules
from ingest.apps.keys import UnknownKey
from ingest.history.batches import BATCH
from ingest.history.formats import FORMATS
from ingest.history.formats.shape import Wishes, WrongWishes
from ingest.history.records.files import Files, UnreadableExport
from spoor import database
from spoor.errors import Misconfigured, NotNow
from spoor.settings import setting

_EPILOG = """\
DATABASE_URL is the database, by the pooler or past it; the role spoor_ingest is enough. An import may be cut off and
called again: it goes on where it was. The same file twice adds nothing, and what came live already is not doubled.
docs/moving-in.md tells how to get each export, and what is made of it.
"""


def main(arguments: list[str] | None = None) -> int:
    """Import; 0 when every record is stored or told of in the report."""
    parser = argparse.ArgumentParser(
        prog="python -m importing",
        description="Take history in from another product's export.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("format", choices=[*FORMATS], help="whose export it is")
    parser.add_argument("files", nargs="+", type=Path, help="files, archives, or folders of them")
    parser.add_argument("--app", required=True, help="the app's id, or its ingest key")
    parser.add_argument(
        "--state", type=Path, help="folder of resume.json and report.jsonl (default: import-FORMAT-APP)"
    )
    parser.add_argument("--timezone", help="mixpanel: the project's zone, if the project was made before 2023")
    parser.add_argument("--website", help="umami: the id of the website")
    parser.add_argument("--mapping", type=Path, help="csv: a JSON file that says what is in which column")
    parser.add_argument("--batch", type=int, default=BATCH, help="records stored at once (default: %(default)s)")
    given = parser.parse_args(arguments)
    gc.set_threshold(200_000)  # batches come and go without circles, as in ingest, and are larger here
    gc.freeze()
    sys.setswitchinterval(0.0005)
    try:
        return _import(given)
    except UnknownKey:
        print("There is no such app, or its ingest key was changed meanwhile: then call it again.", file=sys.stderr)
    except (WrongWishes, UnreadableExport, ImportUnderWay, Misconfigured) as error:
        print(getattr(error, "message", error), file=sys.stderr)
    except NotNow as error:
        print(f"The database cannot be had ({error.message}) Call it again: it goes on.", file=sys.stderr)
    finally:
        database.close()
    return 1


def _import(given: argparse.Namespace) -> int:
    setting("DATABASE_URL")
    mapping = _mapping(given.mapping) if given.mapping else {}
    format_ = FORMATS[given.format](Wishes(given.timezone, given.website, mapping))
    is_mapped = given.format == "csv"
    files = Files(
        given.files,
        mapping.get("delimiter", ",") if is_mapped else None,
        mapping.get("encoding", "utf-8-sig") if is_mapped else None,
    )
    app, key = _find(given.app)
    about = {"format": given.format, "app": app.id, "files": files.sizes}
    about |= {"timezone": given.timezone, "website": given.website, "mapping": mapping}
    with Checkpoint(given.state or Path(f"import-{given.format}-{app.id}"), about) as checkpoint:
        if checkpoint.part:
            print(f"going on after line {checkpoint.place} of {checkpoint.part}", flush=True)
        progress = Progress(files.total)

        def tell() -> None:
            if line := progress.line(files.read, checkpoint.counts):
                print(line, flush=True)

        transfer(files, format_, app, key, checkpoint, sender=f"import {given.format}", tell=tell, size=given.batch)
    _conclude(checkpoint)
    return 0


def _conclude(checkpoint: Checkpoint) -> None:
    counts = checkpoint.counts
    print(f"done: {summary(counts)}")
    for name, codes in (("refused", counts.refused), ("skipped", counts.skipped), ("changed", counts.warnings)):
        if codes:
            print(details(name, codes))
    if counts.refused or counts.skipped:
        print(f"each of them is in {checkpoint.report}")


def _mapping(path: Path) -> dict[str, Any]:
    """Raises WrongWishes."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WrongWishes(f"{path} is no JSON file: {error}.") from error
    if type(said) is not dict:
        raise WrongWishes(f"{path} must hold an object.")
    return said


def _find(named: str) -> tuple[AppRules, str]:
    """The app of an id or an ingest key, and the key. Raises UnknownKey, NotNow."""
    try:
        app_id = str(UUID(named))
    except ValueError:
        app = keys.find_app(named)
        return app, named
    rows = database.run(database.sql("ingest.apps", "find_app_and_key"), {"app_id": app_id}, repeatable=True)
    if not rows:
        raise UnknownKey
    return AppRules.from_row(rows[0]), rows[0]["api_key"]


if __name__ == "__main__":
    sys.exit(main())
