"""The salts of visitors without an id."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and let the functions use it."""
    op.execute((Path(__file__).parents[1] / "sql" / "0003_visitor_salts.sql").read_text(encoding="utf-8"))
