"""The right to sweep invitations."""

from migrations.sql_files import run_file

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give it to rollup."""
    run_file("0022_invitations")
