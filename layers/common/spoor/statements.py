"""SQLAlchemy's part in a statement: it builds and compiles, the one connection runs."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, LiteralString

from sqlalchemy import BindParameter, ClauseElement, bindparam
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped


Compiled = tuple[LiteralString, Mapping[str, Any]]


class StatementCache:
    """The last statements that were compiled, at most `most`: to compile one takes longer than all else before it is
    sent."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._statements: dict[Hashable, Compiled] = {}

    def get(self, shape: Hashable, make: Callable[[], Compiled]) -> Compiled:
        """The statement of this shape, made where it is not there."""
        found = self._statements.pop(shape, None) or make()
        self._statements[shape] = found  # as the newest
        if len(self._statements) > self._most:
            del self._statements[next(iter(self._statements))]
        return found


def named(name: str, value: Any, kind: Any) -> BindParameter[Any]:
    """A value under a name of its own: where a statement's text is kept, the next question puts in another one."""
    return bindparam(name, value, type_=kind)


def compiled(statement: ClauseElement, name: str) -> Compiled:
    """`statement` as the text and parameters that psycopg takes; the text begins with `name` in a comment.

    Every value in it is a parameter: only the expression library writes SQL.
    """
    text = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return f"/* {name} */ {text.string}", text.params
