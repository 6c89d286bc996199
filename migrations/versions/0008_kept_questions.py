"""What owners keep about an app: reports, dashboards, annotations, cohorts."""

from migrations.sql_files import run_file

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_file("0008_kept_questions")
