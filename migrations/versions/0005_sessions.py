"""What rollup needs to keep sessions right."""

from migrations.sql_files import run_file

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_file("0005_sessions")
