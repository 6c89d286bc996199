"""Ways to look into a template: resources of one type, and every string anywhere inside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

Resources = dict[str, dict[str, Any]]


def of_type(resources: Resources, kind: str) -> Resources:
    """The resources of one type."""
    return {name: it for name, it in resources.items() if it["Type"] == kind}


def strings(value: Any) -> Iterator[str]:
    """Every string anywhere inside, keys included, and so both branches of every condition."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
