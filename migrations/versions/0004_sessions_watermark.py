"""What rollup needs to keep sessions right."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let sessions tell how far they reach, and make the tables that tell what they hold."""
    op.execute((Path(__file__).parents[1] / "sql" / "0004_sessions_watermark.sql").read_text(encoding="utf-8"))
