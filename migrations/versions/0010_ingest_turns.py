"""Turns of apps that send large batches."""

from migrations.sql_files import run_file

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_file("0010_ingest_turns")
