"""Turns of apps that send large batches."""

from migrations.sql_files import run_file

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_file("0011_ingest_turns")
