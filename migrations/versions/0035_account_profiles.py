"""What trackers said of accounts themselves: names and other properties."""

from migrations.sql_files import run_file

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and what writes it."""
    run_file("0035_account_profiles")
