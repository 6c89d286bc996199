"""The erasure of one visitor, and the record of it."""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the record and the function that erases."""
    op.execute((Path(__file__).parents[1] / "sql" / "0010_erasures.sql").read_text(encoding="utf-8"))
