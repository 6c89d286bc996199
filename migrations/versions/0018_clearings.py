"""Clearings: events of an app deleted by name, property and time, as a job with a receipt."""

from migrations.sql_files import run_file

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and what works it off."""
    run_file("0018_clearings")
