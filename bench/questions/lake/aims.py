"""A report's line: what it costs in each way, and which aims it misses."""

import argparse

from bench.database import Bench
from bench.questions.lake.asked import ASKED, ORDERED, WITHOUT_PROPERTIES, event
from bench.questions.lake.costs import Cost, answer, least, timed
from bench.questions.lake.fresh import Fresh, fresh
from bench.questions.lake.ways import ways

MOST_MS, MOST_OF_OVERVIEW_MS = 300, 1000
OF_TABLE = 0.02
OF_TAIL, MORE_OF_TAIL_MS = 1.5, 40
MORE_OF_FRESH_MS = 100

Told = tuple[str, str]
"""A body, and where it is from."""


def measure(bench: Bench, name: str, span: dict[str, str], wishes: argparse.Namespace) -> bool:
    """Print a line; whether all aims are kept and all answers are equal."""
    given = event(bench, ASKED[name], span)
    costs: dict[str, list[Cost]] = {}
    told: dict[str, Told] = {}
    answer(given)
    for turn in range(wishes.rounds):
        for way, within in ways(bench, table=turn < wishes.table).items():
            with within():
                one, told[way] = timed(bench, given)
            costs.setdefault(way, []).append(one)
    of_fresh = fresh(bench, name, given, wishes.fresh)
    of = {way: least(each) for way, each in costs.items()}
    notes = _missed(name, of, of_fresh, told, of_processors=wishes.cpu)
    share = ""
    if "table" in of:
        refused = told["table"][1] if told["table"][1].isdigit() else ""
        share = f"{of['table']}{refused:>5}{_share(of, of_processors=wishes.cpu):7.3f}"
    figures = f"{of['sealed']}{of['tail']}{of_fresh.first}{of_fresh.later}{of_fresh.peak:6.0f} MB"
    print(f"{name:22}{figures}{share}  {', '.join(notes)}", flush=True)
    return not notes


def _missed(
    name: str, of: dict[str, Cost], of_fresh: Fresh, told: dict[str, Told], *, of_processors: bool
) -> list[str]:
    """Notes of the aims that are missed, and of answers that differ."""
    took = {way: _took(each, of_processors) for way, each in of.items()}
    first, later = (_took(each, of_processors) for each in (of_fresh.first, of_fresh.later))
    missed = {
        "slow": took["sealed"] > (MOST_OF_OVERVIEW_MS if ASKED[name].report == "overview" else MOST_MS),
        "slow with a tail": took["tail"] > OF_TAIL * took["sealed"] + MORE_OF_TAIL_MS,
        "slow at first": first > later + MORE_OF_FRESH_MS,
        "DuckDB loaded": name in WITHOUT_PROPERTIES and of_fresh.has_duckdb,
        told["sealed"][1]: not told["sealed"][1].startswith("lake"),
        f"with a tail {told['tail'][1]}": not told["tail"][1].startswith("lake"),
        "DIFFERENT with a tail": told["tail"][0] != told["sealed"][0],
    }
    if "table" in of:
        is_refused = told["table"][1].isdigit()
        missed["DIFFERENT from the table"] = not is_refused and told["table"][0] != told["sealed"][0]
        is_slow = name in ORDERED and _share(of, of_processors=of_processors) > OF_TABLE
        missed["slow beside the table"] = is_slow and not is_refused
    return [note for note, is_missed in missed.items() if is_missed]


def _share(of: dict[str, Cost], *, of_processors: bool) -> float:
    return _took(of["sealed"], of_processors) / _took(of["table"], of_processors)


def _took(cost: Cost, of_processors: bool) -> float:
    return cost.spent if of_processors else cost.passed
