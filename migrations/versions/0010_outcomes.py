"""What became of events."""

from migrations.sql_files import run_file

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the counters, and the functions that store events and count."""
    run_file("0010_outcomes")
