"""Merges of visitors that come out the same in whatever order their links arrive."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what merging needs, and bring the links that are there into the new form."""
    statements = (Path(__file__).parents[1] / "sql" / "0005_identity_merges.sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(statements)  # as it is: `:` and `%` mean themselves
