"""Who may see which app, by a function whose plan is kept."""

from migrations.sql_files import run_file

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the function."""
    run_file("0021_app_access")
