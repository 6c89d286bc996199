"""What other products counted, day by day, where they have no events to export."""

from migrations.sql_files import run_file

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    run_file("0034_imported_days")
