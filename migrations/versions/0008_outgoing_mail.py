"""Mail that could not be sent yet."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute((Path(__file__).parents[1] / "sql" / "0008_outgoing_mail.sql").read_text(encoding="utf-8"))
