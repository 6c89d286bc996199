"""What an answer costs a process that has answered before."""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from bench.database import Bench
from bench.reports import cost


@dataclass(frozen=True)
class Cost:
    """Milliseconds that passed, and those of the processors, the function's and the server's."""

    passed: float
    spent: float

    def __str__(self) -> str:
        """As a table has it."""
        return f"{self.passed:7.0f} ({self.spent:5.0f})"


def least(costs: list[Cost]) -> Cost:
    """Of each the least: what others do on the machine only adds."""
    return Cost(min(each.passed for each in costs), min(each.spent for each in costs))


def answer(given: dict[str, Any]) -> tuple[str, str]:
    """The body, and where it is from."""
    from query.app import handler

    found = handler(given, None)
    return found["body"], found["headers"].get("spoor-engine", str(found["statusCode"]))


def timed(bench: Bench, given: dict[str, Any]) -> tuple[Cost, tuple[str, str]]:
    """What an answer costs, and the answer."""
    found: list[tuple[str, str]] = []
    took: list[float] = []

    def ask() -> None:
        began = perf_counter()
        found.append(answer(given))
        took.append((perf_counter() - began) * 1000)

    spent = cost(bench, ask)
    return Cost(took[0], spent), found[0]
