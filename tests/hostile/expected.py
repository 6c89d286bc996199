"""Compares what became of a case with what the catalogue expects of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.gateway import Reply

PROSE = frozenset(
    {"never", "rule", "note", "then", "max_ms", "within_s", "max_rss_growth_mb", "db_key_lookups_max", "body"}
)
"""Said in words: held by the checks after every case, by rules.RULES, or by a test of its own."""

_ROW_PROSE = {
    "stored byte-for-byte",
    "verbatim",
    "verbatim (escape on export only)",
    "all ten keys verbatim",
    "server now +-5 s",
}


@dataclass(frozen=True)
class Outcome:
    """The answers in order, and the rows that are stored, of all apps, each with its `api_key`."""

    replies: list[Reply]
    rows: list[dict[str, Any]]

    @property
    def first(self) -> Mapping[str, Any]:
        """The first answer's body."""
        body = self.replies[0].json if self.replies[0].text else {}
        assert isinstance(body, dict)
        return body

    def row(self, name: str | None = None) -> dict[str, Any]:
        """The row that is not the good neighbour's, or the one of that name."""
        [found] = [row for row in self.rows if (row["name"] == name if name else row["name"] != "good")]
        return found


def mismatches(expected: Mapping[str, Any], outcome: Outcome) -> list[str]:
    """What is not as expected, in words. Raises KeyError for an expectation that nobody has mapped."""
    wrong = []
    for key, wanted in expected.items():
        if key in PROSE:
            continue
        if key == "one_of":
            tries = [mismatches(one, outcome) for one in wanted]
            wrong += [] if any(not one for one in tries) else [f"none of {len(tries)}: {tries}"]
        elif key in _CHECKS:
            wrong += [] if _CHECKS[key](wanted, outcome) else [f"{key} should be {wanted}"]
        else:
            raise KeyError(key)
    return wrong


def _rejected(outcome: Outcome, reply: int = 0) -> list[int]:
    return [one["index"] for one in outcome.replies[reply].json.get("rejected", ())]


def _headers_fit(wanted: Mapping[str, str], outcome: Outcome) -> bool:
    sent = outcome.replies[-1].headers
    for name, said in wanted.items():
        if said == "absent":
            if name in sent:
                return False
        elif not sent.get(name) or (name == "retry-after" and int(sent[name]) < 1):
            return False
    return True


def _row_fits(wanted: Mapping[str, Any], outcome: Outcome) -> bool:
    row = outcome.row()
    for column, value in wanted.items():
        if column == "name" and value not in _ROW_PROSE and row["name"] != value:
            return False
        if column == "user" and row["properties"].get("$user_id", row["anonymous_id"]) != value:
            return False
        if column == "props" and isinstance(value, dict):
            for name, told in value.items():
                if row["properties"].get(name) != _SPELT.get(told, told):
                    return False
    return True


_SPELT = {
    "the six characters \\u0000": "\\u0000",
    "U+10FFFF": "\U0010ffff",
    "U+10000": "\U00010000",
    "9007199254740993 exactly": 9007199254740993,
}

_CHECKS: dict[str, Any] = {
    "status": lambda wanted, outcome: outcome.replies[0].status in wanted,
    "all_status": lambda wanted, outcome: {reply.status for reply in outcome.replies} <= set(wanted),
    "some_status": lambda wanted, outcome: wanted in {reply.status for reply in outcome.replies},
    "second_status": lambda wanted, outcome: outcome.replies[1].status in wanted,
    "accepted": lambda wanted, outcome: (
        outcome.first.get("accepted", 0) == (5000 if wanted == "$MAX_BATCH" else wanted)
    ),
    "duplicates": lambda wanted, outcome: outcome.first["duplicates"] == wanted,
    "rejected": lambda wanted, outcome: len(_rejected(outcome)) == wanted,
    "rejected_index": lambda wanted, outcome: _rejected(outcome) == (wanted if isinstance(wanted, list) else [wanted]),
    "both_responses_reject_index": lambda wanted, outcome: all(_rejected(outcome, at) == [wanted] for at in (0, 1)),
    "reason": lambda wanted, outcome: outcome.first.get("code") == wanted.upper(),
    "stored": lambda wanted, outcome: len(outcome.rows) == wanted,
    "stored_in_A": lambda wanted, outcome: len([row for row in outcome.rows if row["api_key"] == "spk_A"]) == wanted,
    "stored_in_B": lambda wanted, outcome: len([row for row in outcome.rows if row["api_key"] == "spk_B"]) == wanted,
    "good_neighbour_stored": lambda _, outcome: any(row["name"] == "good" for row in outcome.rows),
    "warning": lambda _, outcome: outcome.first.get("warnings") == [{"index": 0, "code": "CHARACTERS_REPLACED"}],
    "bad_value_replaced_with": lambda _, outcome: "\ufffd" in outcome.row()["properties"]["a"],
    "warned": lambda wanted, outcome: outcome.first.get("warnings") == [{"index": 0, "code": wanted}],
    "ts_replaced_by_server_time": lambda _, outcome: (
        abs(outcome.row()["occurred_at"] - datetime.now(UTC)) < timedelta(seconds=60)
    ),
    "stored_exact": lambda *_: False,  # the other choice: we refuse what JSON cannot write
    "headers": _headers_fit,
    "row": _row_fits,
    "second": lambda wanted, outcome: not mismatches(wanted, Outcome(outcome.replies[1:], outcome.rows)),
    "sum_of_non_duplicate_acks": lambda wanted, outcome: (
        sum(reply.json["accepted"] for reply in outcome.replies) == wanted
    ),
}
