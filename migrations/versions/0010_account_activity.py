"""What happened to accounts, and letters that tell of it."""

from migrations.sql_files import run_file

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the function that keeps letters."""
    run_file("0010_account_activity")
