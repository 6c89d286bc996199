"""Limits of the auth surface, and tokens for programs."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.execute((Path(__file__).parents[1] / "sql" / "0007_rate_limits_and_api_tokens.sql").read_text(encoding="utf-8"))
