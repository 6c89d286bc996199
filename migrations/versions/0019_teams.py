"""Teams: who is a member of which, who is invited, and which app is shared with it."""

from migrations.sql_files import run_file

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and let the look-up of a session tell its team."""
    run_file("0019_teams")
