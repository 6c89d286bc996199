"""Tracking plans: what an app expects of its events."""

from migrations.sql_files import run_file

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    run_file("0024_tracking_plans")
