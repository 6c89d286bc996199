"""The different values of a property, each once, however files and Postgres write them."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Values:
    """`texts` are JSON, no two of them equal; `places` says for each text that it was made of which it is."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts: list[str] = []
        self._known: dict[Any, int] = {}
        self.places = self.add(texts)

    def of_files(self, places: NDArray[np.int32]) -> NDArray[np.int32]:
        """Which of the texts are said, by the places among those that it was made of."""
        alike = len(self.texts) < len(self.places)
        return self.places[places] if alike else places

    def add(self, texts: Sequence[str]) -> NDArray[np.int32]:
        """Which of the texts each of these is, by then."""
        seen: dict[str, int] = {}
        for text in texts:
            if text not in seen:
                seen[text] = self._place(text)
        return np.array([seen[text] for text in texts], dtype=np.int32)

    def _place(self, text: str) -> int:
        key = _equal(json.loads(text, parse_int=Decimal, parse_float=Decimal))
        if key not in self._known:
            self._known[key] = len(self.texts)
            self.texts.append(text)
        return self._known[key]


def _equal(value: Any) -> Any:
    """Equal for values that are so as JSON, and hashable: no number is a truth, and 1 is 1.0."""
    match value:
        case bool():
            return bool, value
        case list():
            return list, tuple(_equal(each) for each in value)
        case dict():
            return dict, tuple(sorted((key, _equal(each)) for key, each in value.items()))
        case _:
            return value
