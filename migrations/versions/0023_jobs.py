"""Jobs: questions that an engine elsewhere answers."""

from migrations.sql_files import run_file

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_file("0023_jobs")
