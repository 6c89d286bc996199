"""Secrets that nobody gave: made once, kept in the data folder, for nobody else to read."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

NAMES = ("BETTER_AUTH_SECRET", "API_TOKEN_SECRETS")
_SHORTEST = 32


class NoSecrets(Exception):
    """A secret is neither given nor can it be kept; the message says what to do."""


def gather(given: Mapping[str, str], folder: Path) -> tuple[dict[str, str], list[Path]]:
    """The secrets by name, given or kept in `folder`, and which files were made for that now.

    Raises NoSecrets.
    """
    found: dict[str, str] = {}
    made: list[Path] = []
    for name in NAMES:
        if name in given:
            if min(map(len, given[name].split(","))) < _SHORTEST:
                raise NoSecrets(f"{name} has to have {_SHORTEST} characters or more.")
            found[name] = given[name]
            continue
        path = folder / name.lower().replace("_", "-")
        try:
            if not path.exists():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _write(path, secrets.token_urlsafe(48))
                made.append(path)
            found[name] = path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise NoSecrets(
                f"{name} is not given and cannot be kept in {folder} ({error.strerror}): mount a volume there that the"
                f" user of this process may write, or set {name}."
            ) from error
    return found, made


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and on the disk: sessions end with the secret that signed them."""
    beside = path.with_suffix(".part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
