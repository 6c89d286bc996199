"""The numbers of each report that an alert can watch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from query.reports.trends.question import MAX_FORMULAS, MAX_SERIES

Kind = Literal["count", "rate", "seconds"]


@dataclass(frozen=True, slots=True)
class WatchedNumber:
    """One number of an answer: what a sentence calls it, how it is written, and where it stands."""

    called: Callable[[Any], str]
    kind: Kind
    read: Callable[[Any], float | int | None]


def of(report: str) -> Mapping[str, WatchedNumber]:
    """The numbers of a report by their words; the first is meant where none is named."""
    return NUMBERS[report]


def _named(name: str, kind: Kind, read: Callable[[Any], float | int | None]) -> WatchedNumber:
    return WatchedNumber(lambda _: name, kind, read)


def _line(at: int) -> WatchedNumber:
    def called(answer: Any) -> str:
        return str(answer.series[at].label) if at < len(answer.series) else "the number"

    def read(answer: Any) -> float | int | None:
        found: float | int | None = answer.series[at].total if at < len(answer.series) else None
        return found

    return WatchedNumber(called, "count", read)


def _conversion(answer: Any) -> float | None:
    return answer.converted / answer.entered if answer.entered else None


def _of_conversion(answer: Any) -> str:
    return f"conversion from {answer.steps[0].label} to {answer.steps[-1].label}"


def _returned(answer: Any) -> float | None:
    known = [(each.size, each.values[1]) for each in answer.cohorts if len(each.values) > 1]
    told = [(size, came) for size, came in known if came is not None]
    size = sum(size for size, _ in told)
    return sum(came for _, came in told) / size if size else None


def _active(answer: Any) -> int:
    return sum(column[-1] for column in (answer.new, answer.returning, answer.resurrecting) if column)


def _last(column: str) -> Callable[[Any], int]:
    return lambda answer: (getattr(answer, column) or [0])[-1]


def _totals(**kinds: Kind) -> dict[str, WatchedNumber]:
    said = {name: "".join(part.title() if at else part for at, part in enumerate(name.split("_"))) for name in kinds}
    return {
        said[name]: _named(name.replace("_", " "), kind, attrgetter(f"totals.{name}")) for name, kind in kinds.items()
    }


NUMBERS: Mapping[str, Mapping[str, WatchedNumber]] = {
    "trends": {chr(ord("A") + at): _line(at) for at in range(MAX_SERIES + MAX_FORMULAS)},
    "funnel": {
        "conversion": WatchedNumber(_of_conversion, "rate", _conversion),
        "entered": WatchedNumber(lambda it: f"visitors who did {it.steps[0].label}", "count", attrgetter("entered")),
        "converted": WatchedNumber(
            lambda it: f"visitors who got to {it.steps[-1].label}", "count", attrgetter("converted")
        ),
    },
    "retention": {
        "returned": _named("share that came back in the period after", "rate", _returned),
        "started": _named("visitors who started", "count", lambda it: sum(each.size for each in it.cohorts)),
    },
    "sessions": _totals(
        sessions="count",
        visitors="count",
        bounce_rate="rate",
        median_duration_seconds="seconds",
        avg_duration_seconds="seconds",
        events_per_session="count",
    ),
    "paths": {
        "begun": _named(
            "visitors at the first step",
            "count",
            lambda it: sum(each.visitors for each in it.nodes if each.step == min(node.step for node in it.nodes)),
        )
    },
    "lifecycle": {
        "active": _named("active visitors", "count", _active),
        "new": _named("new visitors", "count", _last("new")),
        "returning": _named("returning visitors", "count", _last("returning")),
        "resurrecting": _named("resurrecting visitors", "count", _last("resurrecting")),
        "dormant": _named("visitors gone dormant", "count", lambda it: -_last("dormant")(it)),
    },
    "stickiness": {"visitors": _named("active visitors", "count", lambda it: sum(it.visitors))},
    "overview": _totals(
        visitors="count",
        sessions="count",
        events="count",
        pageviews="count",
        bounce_rate="rate",
        median_duration_seconds="seconds",
        views_per_session="count",
    ),
    "changes": {
        "now": _named("the number", "count", attrgetter("now")),
        "significant": _named("change beyond chance", "count", lambda it: int(it.significant)),
    },
}


def words_of() -> str:
    """All of them, as the documentation lists them."""
    each = [f"{report}: {', '.join(found)}" for report, found in NUMBERS.items() if report != "trends"]
    return "trends: A, B, C… for its lines, as formulas call them; " + "; ".join(each)
