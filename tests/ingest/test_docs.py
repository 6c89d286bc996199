"""docs/ingest.md tells the truth: its lists of codes, limits and addresses are those of the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ingest import limits, wire
from ingest.enrich import channel
from ingest.enrich.page import CAMPAIGN, CLICK_IDS
from ingest.enrich.referrer import DIRECT
from ingest.enrich.sources import table
from ingest.events import breach, warnings
from spoor import errors

ROOT = Path(__file__).parents[2]
INGEST = ROOT / "functions" / "ingest"
HISTORY = INGEST / "history"
SKIPS = {"skip", "Skipped"}
CODE = re.compile(r"[A-Z][A-Z0-9_]+")

#: Errors of the layer that can leave ingest with their own code; the others belong to the API.
OF_THE_LAYER = (
    errors.SpoorError,
    errors.Misconfigured,
    errors.BadRequest,
    errors.NotFound,
    errors.MethodNotAllowed,
    errors.UnsupportedMedia,
    errors.SecretAway,
    errors.DatabaseAway,
    errors.DatabaseBusy,
    errors.DatabaseLocked,
    errors.StatementTooSlow,
)


def table_after(words: str, page: str = "ingest.md") -> list[list[str]]:
    """The cells of the first table of a page after `words`, without its head."""
    _, found, text = (ROOT / "docs" / page).read_text().partition(words)
    assert found, f"docs/{page} does not say {words!r} any more"
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            break
    return rows[2:]


def codes_after(words: str) -> set[str]:
    """The codes in the first column of that table."""
    codes = [row[0].strip("`") for row in table_after(words)]
    assert len(set(codes)) == len(codes)
    return set(codes)


@cache
def nodes(room: Path = INGEST) -> tuple[ast.AST, ...]:
    """Everything in the code of ingest, or of a room of it."""
    return tuple(node for file in sorted(room.rglob("*.py")) for node in ast.walk(ast.parse(file.read_text())))


def texts(node: ast.AST) -> Iterator[str]:
    """The codes that an expression can be: one, or either arm of a condition."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value):
            yield part.value


def of_refusals(found_in: tuple[ast.AST, ...]) -> set[str]:
    """The codes of every `RefusedEvent(...)`."""
    found: set[str] = set()
    for node in found_in:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RefusedEvent":
            codes = set(texts(node.args[0]))
            assert codes or isinstance(node.args[0], ast.Attribute), (
                f"a RefusedEvent without a literal code: {ast.dump(node)}"
            )
            found |= codes
    return found


def of_warnings() -> set[str]:
    """The codes of `ingest.events.warnings`."""
    return {value for name, value in vars(warnings).items() if name.isupper()}


def of_requests() -> set[str]:
    """The codes given to errors where they are raised or defined, and those that an answer is written with."""
    found = {error.code for error in OF_THE_LAYER}
    for node in nodes():
        named = [node.arg] if isinstance(node, ast.keyword) else []
        if isinstance(node, ast.Assign):
            named = [to.id for to in node.targets if isinstance(to, ast.Name)]
        if isinstance(node, ast.keyword | ast.Assign) and "code" in named:
            found |= set(texts(node.value))
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "code":
                    found |= set(texts(value))
    return found


def test_the_codes_of_rejected_events_are_a_closed_list() -> None:
    live = tuple(
        node
        for file in INGEST.rglob("*.py")
        if HISTORY not in file.parents
        for node in ast.walk(ast.parse(file.read_text()))
    )
    assert codes_after("A rejected event has one of these.") == of_refusals(live)


def test_the_codes_of_records_that_are_not_stored_are_a_closed_list() -> None:
    said = [row[0] for row in table_after("A record that is not stored has one of these", "moving-in.md")]
    skipped: set[str] = set()
    for node in nodes(HISTORY):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in SKIPS:
            skipped |= {code for each in node.args for code in texts(each)}
    assert {code for row in said for code in CODE.findall(row)} == of_refusals(nodes(HISTORY)) | skipped


def test_the_codes_of_warnings_are_a_closed_list() -> None:
    assert codes_after("A warning about a stored event is one of these.") == of_warnings()


def test_the_codes_of_breaches_are_a_closed_list() -> None:
    codes = {value for name, value in vars(breach).items() if name.isupper() and isinstance(value, str)}
    assert codes_after("A breach of the tracking plan is one of these") == codes


def test_every_warning_is_given_somewhere() -> None:
    given = {node.id for node in nodes() if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert of_warnings() <= given


def test_the_codes_of_refused_requests_are_a_closed_list() -> None:
    assert codes_after("A request that is refused as a whole has one of these") == of_requests()


def test_every_limit_is_told() -> None:
    told = {row[1].split()[0].replace(",", "") for row in table_after("## Limits")}
    assert told == {str(value) for name, value in vars(limits).items() if name.startswith("MAX_")}


def test_every_address_of_a_tracker_is_told() -> None:
    told = {address for row in table_after("## Other trackers") for address in re.findall("`([^`]+)`", row[1])}
    assert told == {path for vendor in wire.VENDORS for path in vendor.paths} - {"/v1/events"}


def test_every_property_that_spoor_adds_is_told() -> None:
    rows = table_after("## What Spoor adds")
    told = {name for row in rows for name in re.findall("`([^`]+)`", row[0])}
    constants = {
        node.value
        for file in sorted((INGEST / "enrich").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"\$[a-z_]+", node.value)
    }
    read = {"$raw_user_agent", "$user_agent", "$current_url", "$referrer", "$ip"}
    assert told == constants - read - {DIRECT} | CAMPAIGN | CLICK_IDS


def test_every_channel_is_told() -> None:
    [told] = [row[2] for row in table_after("## What Spoor adds") if row[0] == "`$channel`"]
    known = {one.channel for one in (*table().hosts.values(), *table().words.values())}
    fallbacks = {channel.DIRECT, channel.REFERRAL, channel.OTHER}
    assert set(re.findall("`([^`]+)`", told)) == known | fallbacks | set(channel.PAID_FOR.values())
