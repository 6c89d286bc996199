"""The second factor: who has one, and what a session's look-up tells of it."""

from migrations.sql_files import run_file

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and let the look-up of a session tell of it."""
    run_file("0026_two_factor")
