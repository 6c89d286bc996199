"""What became of events."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the record and the function that erases."""
    op.execute((Path(__file__).parents[1] / "sql" / "0011_outcomes.sql").read_text(encoding="utf-8"))
