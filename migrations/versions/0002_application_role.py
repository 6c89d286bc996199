"""The role that functions sign in as."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the role and give it what it needs."""
    op.execute((Path(__file__).parents[1] / "sql" / "0002_application_role.sql").read_text(encoding="utf-8"))
