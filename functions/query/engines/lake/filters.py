"""Filters that name cohorts, in parts: what properties say is asked of the files, who belongs to a cohort is not."""

from collections.abc import Callable, Sequence

import numpy as np

from query.engines.lake.events import Flags
from query.questions.filters import AllOf, AnyOf, Condition, Filter, Filters, cohorts_named


def of_properties(filters: Filters) -> list[Filters]:
    """The lists of conditions that files can be asked about, of which the filters are put together."""
    plain, others = _apart(filters)
    return [*([plain] if plain else []), *(part for each in others for part in _parts(each))]


def passing(
    filters: Filters, flags_of: Callable[[Filters], Flags], belongs: Callable[[Filter], Flags], events: int
) -> Flags:
    """Which of so many events pass, from those that pass the lists of `of_properties`, and those whose visitor
    `belongs` to the cohorts of a filter."""
    plain, others = _apart(filters)
    found = flags_of(plain).copy() if plain else np.ones(events, dtype=bool)
    for each in others:
        match each:
            case AnyOf(any=conditions):
                few, rest = _apart(conditions)
                some = flags_of(_any(few)).copy() if few else np.zeros(events, dtype=bool)
                for one in rest:
                    some |= passing([one], flags_of, belongs, events)
                found &= some
            case AllOf(all=conditions):
                found &= passing(conditions, flags_of, belongs, events)
            case _:
                found &= belongs(each)
    return found


def _parts(condition: Condition) -> list[Filters]:
    match condition:
        case AnyOf(any=conditions):
            few, rest = _apart(conditions)
            return [*([_any(few)] if few else []), *(part for each in rest for part in of_properties([each]))]
        case AllOf(all=conditions):
            return of_properties(conditions)
        case _:
            return []


def _apart(conditions: Sequence[Condition]) -> tuple[Filters, list[Condition]]:
    """Those that name no cohort, and those that do."""
    named = [bool(cohorts_named(each)) for each in conditions]
    return (
        [each for each, is_named in zip(conditions, named, strict=True) if not is_named],
        [each for each, is_named in zip(conditions, named, strict=True) if is_named],
    )


def _any(conditions: Filters) -> Filters:
    return [AnyOf(any=conditions)]
