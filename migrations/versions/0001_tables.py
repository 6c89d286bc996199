"""Better Auth's tables and Spoor's own."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that are not there yet."""
    op.execute((Path(__file__).parents[1] / "sql" / "0001_tables.sql").read_text(encoding="utf-8"))
