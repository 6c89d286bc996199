"""Months that never were: visitors with habits, weekdays, growth, noisy days, a very busy machine."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import exp
from random import Random
from typing import Any
from uuid import UUID

from query.reports.changes.answer import ChangesAnswer
from query.reports.changes.facts import Entries, Facts, ToldValues, Units
from query.reports.changes.question import ChangesQuestion
from query.reports.changes.tally import EPOCH, answer_of
from query.scope import Note, Scope

START = datetime(2026, 9, 7, tzinfo=UTC)
PROPERTIES = ["$device_type", "$os", "$browser", "$country", "$channel", "$browser_language", "plan"]
_WEEKDAYS = (1.1, 1.15, 1.1, 1.05, 0.95, 0.6, 0.55)
_SYSTEMS = {
    "Desktop": {"Windows": 60, "Mac OS X": 30, "Linux": 10},
    "Mobile": {"Android": 55, "iOS": 45},
    "Tablet": {"iOS": 80, "Android": 20},
}
_BROWSERS = {
    "Windows": {"Chrome": 70, "Edge": 20, "Firefox": 10},
    "Mac OS X": {"Chrome": 50, "Safari": 50},
    "Linux": {"Firefox": 60, "Chrome": 40},
    "Android": {"Chrome": 85, "Samsung Internet": 15},
    "iOS": {"Mobile Safari": 95, "Chrome": 5},
}
_COUNTRIES = {"DE": 30, "US": 25, "FR": 12, "GB": 10, "IN": 8, "BR": 5, "ES": 4, "PL": 3, "SE": 2, "JP": 1}
_CHANNELS = {"search": 38, "direct": 30, "social": 12, "referral": 10, "email": 6, "ai": 4}
_LANGUAGES = {"en-US": 45, "de-DE": 30, "fr-FR": 12, "es-ES": 8, "pt-BR": 5}
_PLANS = {"free": 70, "pro": 22, "team": 8}
_BASE = {"Desktop": 0.42, "Mobile": 0.3, "Tablet": 0.34}


@dataclass(frozen=True)
class Fault:
    """From a moment on, whoever tells a value does something only so often as before."""

    at: int
    value: tuple[int, str]
    factor: float
    since_s: float


@dataclass(frozen=True)
class Month:
    """Days of visitors, from a seed. `new` visitors come on a usual day; some of all come back."""

    seed: int
    new: int = 150
    days: int = 28
    fault: Fault | None = None

    @cached_property
    def visits(self) -> list[tuple[int, int, tuple[str, ...], float]]:
        """Day, visitor, what they tell, and at which second of the day."""
        random = Random(f"month {self.seed}")
        growth, noise = random.gauss(0.002, 0.004), [random.gauss(0, 0.12) for _ in range(self.days + 30)]
        found, visitor = [], 0
        for day in range(-30, self.days):
            busy = _WEEKDAYS[day % 7] * exp(growth * day + noise[day + 30])
            channels = {name: share * exp(random.gauss(0, 0.1)) for name, share in _CHANNELS.items()}
            for _ in range(_poisson(self.new * busy, random)):
                visitor += 1
                told = _told(channels, random)
                loyal = random.random() < 0.2
                for on in range(day, self.days):
                    away = on - day
                    comes = 1.0 if not away else (0.35 * _WEEKDAYS[on % 7] if loyal else 0.15 * 0.7**away)
                    if random.random() < comes and on >= 0:
                        found.append((on, visitor, told, random.uniform(0, 86_400)))
                    if not loyal and away > 12:
                        break
        return [each for each in found if self._happens(each, random)]

    def _happens(self, visit: tuple[int, int, tuple[str, ...], float], random: Random) -> bool:
        fault = self.fault
        if (
            fault is None
            or (visit[0], visit[3]) < (fault.at, fault.since_s)
            or visit[2][fault.value[0]] != fault.value[1]
        ):
            return True
        return random.random() < fault.factor

    def trend(self, measure: str, begin: int, length: int, notes: list[Note] | None = None) -> ChangesAnswer:
        """What the report says of so many days from a day on, compared with as many before."""
        random = Random(f"events {self.seed}")
        places: dict[tuple[str, ...], int] = {}
        units: dict[str, list[tuple[int, int, int, int]]] = {"now": [], "before": []}
        machine = begin + random.randrange(-length, length) if random.random() < 0.3 else None
        for day, visitor, told, _ in self.visits:
            events = 1 + int(random.expovariate(0.25))
            place = places.setdefault(told, len(places))
            if begin <= day < begin + length:
                units["now"].append((place, visitor, day - begin, events))
            elif begin - length <= day < begin:
                units["before"].append((place, visitor, day - begin + length, events))
        if machine is not None:  # which asks very often on one day
            period, on = ("now", machine - begin) if machine >= begin else ("before", machine - begin + length)
            told = ("Desktop", "Linux", "Chrome", "US", "direct", "en-US", "free")
            units[period].append((places.setdefault(told, len(places)), 10**9, on, 4000))
        periods = [Units(*map(list, zip(*units[name], strict=True))) for name in ("now", "before")]
        found = Facts(PROPERTIES, [ToldValues(told, told) for told in places], *periods)
        asked = {"interval": "day", "series": [{"event": None, "measure": measure}]}
        return self._answer(asked, found, begin, length, notes)

    def funnel(self, begin: int, length: int, notes: list[Note] | None = None) -> ChangesAnswer:
        """The same of the rate at which those who come convert."""
        random = Random(f"rates {self.seed}")
        places: dict[tuple[str, ...], int] = {}
        moods = defaultdict(lambda: exp(random.gauss(0, 0.05)))
        entered: dict[str, dict[int, tuple[int, int, bool]]] = {"now": {}, "before": {}}
        month = self if self.fault is None else Month(self.seed, self.new, self.days)
        for day, visitor, told, second in sorted(month.visits, key=lambda visit: (visit[0], visit[3])):
            rate = _BASE[told[0]] * moods[day]
            fault = self.fault
            if fault and (day, second) >= (fault.at, fault.since_s) and told[fault.value[0]] == fault.value[1]:
                rate *= fault.factor
            converted = random.random() < rate
            period = "now" if begin <= day < begin + length else "before" if begin - length <= day < begin else None
            if period and visitor not in entered[period]:
                at = START + timedelta(days=day, seconds=second)
                entry = places.setdefault(told, len(places)), (at - EPOCH) // timedelta(microseconds=1), converted
                entered[period][visitor] = entry
        periods = [Entries(*map(list, zip(*entered[name].values(), strict=True))) for name in ("now", "before")]
        found = Facts(PROPERTIES, [ToldValues(told, told) for told in places], *periods)
        return self._answer({"steps": [{"event": "come"}, {"event": "buy"}]}, found, begin, length, notes)

    def _answer(
        self, asked: dict[str, Any], found: Facts, begin: int, length: int, notes: list[Note] | None
    ) -> ChangesAnswer:
        since, until = START + timedelta(days=begin), START + timedelta(days=begin + length)
        words = {**asked, "from": since.isoformat(), "to": until.isoformat()}
        question = ChangesQuestion.model_validate({"question": words, "compare": "previous"})
        scope = Scope(UUID(int=0), timedelta(minutes=30), START + timedelta(days=400), notes=notes or [])
        return answer_of(question, scope, found)


def _told(channels: dict[str, float], random: Random) -> tuple[str, ...]:
    device = _pick({"Desktop": 55, "Mobile": 40, "Tablet": 5}, random)
    system = _pick(_SYSTEMS[device], random)
    others = (_COUNTRIES, channels, _LANGUAGES, _PLANS)
    return (device, system, _pick(_BROWSERS[system], random), *(_pick(each, random) for each in others))


def _pick(shares: Any, random: Random) -> str:
    return str(random.choices([*shares], [*shares.values()])[0])


def _poisson(mean: float, random: Random) -> int:
    count, left = 0, random.expovariate(1)
    while left < mean:
        count += 1
        left += random.expovariate(1)
    return count
