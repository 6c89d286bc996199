"""Jobs: questions that an engine elsewhere answers."""

from migrations.sql_files import run_file

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_file("0022_jobs")
