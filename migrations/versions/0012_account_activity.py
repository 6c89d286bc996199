"""What happened to accounts, and letters that tell of it."""

from migrations.sql_files import run_file

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the function that keeps letters."""
    run_file("0012_account_activity")
