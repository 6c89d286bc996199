"""SQLAlchemy's part in a statement: it builds and compiles, the one connection runs."""

from collections.abc import Mapping
from typing import Any, LiteralString

from sqlalchemy import BindParameter, ClauseElement, bindparam
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped


def named(name: str, value: Any, kind: Any) -> BindParameter[Any]:
    """A value under a name of its own: where a statement's text is kept, the next question puts in another one."""
    return bindparam(name, value, type_=kind)


def compiled(statement: ClauseElement, name: str) -> tuple[LiteralString, Mapping[str, Any]]:
    """`statement` as the text and parameters that psycopg takes; the text begins with `name` in a comment.

    Every value in it is a parameter: only the expression library writes SQL.
    """
    text = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return f"/* {name} */ {text.string}", text.params
