"""The lake: which days are sealed, which of them are not right any more, and what their codes stand for."""

from migrations.sql_files import run_file

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and let what changes sealed days mark them."""
    run_file("0016_lake")
    run_file("0016_lake_marks")
