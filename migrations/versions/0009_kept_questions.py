"""What owners keep about an app: reports, dashboards, annotations, cohorts."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.execute((Path(__file__).parents[1] / "sql" / "0009_kept_questions.sql").read_text(encoding="utf-8"))
