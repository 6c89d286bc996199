"""The functions of template.yaml behind the local gateway, on a database that is there already."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path

from dev.stack import Stack
from dev.up import ROOT, TEMPLATE
from host.runtime.logs import Logs
from host.template.variables import Variables
from tests.conftest import SECRET

TOKEN_KEY = "a-key-of-tokens-that-only-tests-know-0123"


@contextmanager
def serving(
    database_url: str,
    folder: Path,
    *,
    settings: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    cache_seconds: int = 0,
    trusting: bool = False,
) -> Iterator[Stack]:
    """A stack of its own, as `make dev` starts it, with `settings` and `secrets` for functions; it logs to `folder`.

    `cache_seconds` are the template's AuthorizerCacheSeconds.
    """
    with ExitStack() as parts:
        logs = Logs(folder / "logs", StringIO())
        parts.callback(logs.close)
        stack = Stack(_template(folder, cache_seconds), logs, 0, 0, trusting=trusting)
        parts.callback(stack.close)
        base = f"http://127.0.0.1:{stack.port}"
        plain = {"SPOOR_BASE_URL": base, "INGEST_URL": f"http://127.0.0.1:{stack.ingest_port}", **(settings or {})}
        hidden = {"DATABASE_URL": database_url, "BETTER_AUTH_SECRET": SECRET, "API_TOKEN_SECRETS": TOKEN_KEY}
        stack.warm(Variables(plain, {**hidden, **(secrets or {})}, {}))
        stack.serve()
        yield stack


def _template(folder: Path, cache_seconds: int) -> Path:
    """The template with another default, as somebody's own deployment would have it."""
    lines = TEMPLATE.read_text().splitlines()
    at = lines.index("  AuthorizerCacheSeconds:") + 2
    assert lines[at] == "    Default: 0"
    lines[at] = f"    Default: {cache_seconds}"
    text = (
        "\n".join(lines)
        .replace("Uri: functions/", f"Uri: {ROOT}/functions/")
        .replace("Uri: layers/", f"Uri: {ROOT}/layers/")
    )
    path = folder / "template.yaml"
    path.write_text(text)
    return path
