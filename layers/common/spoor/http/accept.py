"""Reads what a client would rather have: Accept and Accept-Encoding (RFC 9110, section 12.5)."""

_ANY_JSON = ("application/*", "*/*")


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether a header names gzip, or else anything, and not to refuse it."""
    weights = _weights(accept_encoding)
    named = next((weights[name] for name in ("gzip", "x-gzip", "*") if name in weights), (0.0, 0))
    return named[0] > 0


def prefers_csv(accept: str) -> bool:
    """Whether a header names CSV, and JSON neither with more weight nor, with the same, before it. Who takes anything
    gets JSON, unless CSV has as much weight."""
    weights = _weights(accept)
    csv = weights.get("text/csv", (0.0, 0))
    named = weights.get("application/json")
    json = named or (max((weights[kind][0] for kind in _ANY_JSON if kind in weights), default=0.0), -len(weights))
    return csv[0] > 0 and csv > json


def _weights(header: str) -> dict[str, tuple[float, int]]:
    """What a header names: how much it is wanted, from 0 for not at all to 1, and minus its place."""
    found: dict[str, tuple[float, int]] = {}
    for place, said in enumerate(header.lower().split(",")):
        kind, *parameters = (part.strip() for part in said.split(";"))
        weight = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
        found.setdefault(kind, (_number(weight), -place))
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0  # a weight that cannot be read is as good as none
