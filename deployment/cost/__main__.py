"""Prints the bills as docs/cost.md has them; `--write` writes them there."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from deployment.cost import bill, stack
from deployment.cost.stack import Stack

PAGE = Path(__file__).parents[2] / "docs/cost.md"
BEGIN, END = "<!-- make cost writes what follows -->", "<!-- make cost wrote what precedes -->"
_OTHERS = ("0.5", "2.01", "14.64", "128.74", "1 288.39")
_KINDS = ("alarms", "dashboards", "queues", "functions", "gateway", "logs", "metrics", "egress")


def tables(of: Stack) -> str:
    """All of it, as Markdown."""
    return "\n\n".join([_months(of), _flood(bill.flood_day(of))])


def _months(of: Stack) -> str:
    head = ["events a month", *_KINDS, "AWS part", "the same, 5 a request", "database", "serverless-website-analytics"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for traffic, other in zip(bill.MONTHS, _OTHERS, strict=True):
        alone = bill.month(of, traffic)
        fewer = bill.month(of, replace(traffic, a_request=5))
        name = f"{traffic.events:,.0f}".replace(",", " ") if traffic.events else "idle"
        cells = [f"{alone.get(kind, 0):.2f}" for kind in _KINDS]
        cells += [
            f"**{sum(alone.values()):.2f}**",
            f"{sum(fewer.values()):.2f}",
            f"{bill.database(traffic):.2f}",
            other,
        ]
        lines.append(f"| {' | '.join([name, *cells])} |")
    return "\n".join(lines)


def _flood(day: Mapping[str, float]) -> str:
    lines = ["| the worst day of a flood | |", "|---|---|"]
    lines += [f"| {kind} | {dollars:.2f} |" for kind, dollars in day.items()]
    return "\n".join([*lines, f"| **all of it** | **{sum(day.values()):.2f}** |"])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m deployment.cost", description=__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/cost.md")
    text = tables(stack.read())
    if parser.parse_args().write:
        page = PAGE.read_text()
        before, after = page[: page.index(BEGIN) + len(BEGIN)], page[page.index(END) :]
        PAGE.write_text(f"{before}\n\n{text}\n\n{after}")
    print(text)


if __name__ == "__main__":
    main()
