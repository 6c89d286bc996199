"""When an event of each name happened last, so that a report can say that a name it refers to is sent no more."""

from migrations.sql_files import run_file

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and what keeps it."""
    run_file("0028_event_names")
