"""The SQL of a revision: a file of its name."""

from pathlib import Path

from alembic import op

_SQL = Path(__file__).parent / "sql"


def run_file(name: str) -> None:
    """Run sql/`name`.sql as it is: `:` and `%` mean themselves."""
    with op.get_bind().connection.cursor() as driver:
        driver.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"))
