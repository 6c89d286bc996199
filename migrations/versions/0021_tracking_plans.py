"""Tracking plans: what an app expects of its events."""

from migrations.sql_files import run_file

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    run_file("0021_tracking_plans")
