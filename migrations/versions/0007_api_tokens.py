"""Tokens for programs."""

from migrations.sql_files import run_file

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_file("0007_api_tokens")
