"""Clearings: events of an app deleted by name, property and time, as a job with a receipt."""

from migrations.sql_files import run_file

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and what works it off."""
    run_file("0020_clearings")
