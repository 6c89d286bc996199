"""Who is in a team or ever was."""

from migrations.sql_files import run_file

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, with those who are in a team now."""
    run_file("0029_known_members")
