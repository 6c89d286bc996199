"""An app's own rules for what comes in."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, with defaults that change nothing."""
    op.execute((Path(__file__).parents[1] / "sql" / "0006_ingest_settings.sql").read_text(encoding="utf-8"))
