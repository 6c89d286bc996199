"""What is sealed may leave the table of events, as the app's `retention_days` says; and an erasure reaches it there."""

from migrations.sql_files import run_file

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what remembers from when on the table is whole, and which codes are erased; mark late days for less."""
    run_file("0025_lake_rows")
    run_file("0025_lake_rows_marks")
