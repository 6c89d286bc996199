"""The roles that functions sign in as."""

from migrations.sql_files import run_file

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them and give them what they need of the application's tables."""
    run_file("0002_roles")
