"""SQLAlchemy's part in a statement: it builds and compiles, the one connection runs."""

from collections.abc import Mapping
from typing import Any, LiteralString

from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped


def compiled(statement: ClauseElement, name: str) -> tuple[LiteralString, Mapping[str, Any]]:
    """`statement` as the text and parameters that psycopg takes; the text begins with `name` in a comment.

    Every value in it is a parameter: only the expression library writes SQL.
    """
    text = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return f"/* {name} */ {text.string}", text.params
