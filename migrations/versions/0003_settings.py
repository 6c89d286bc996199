"""What Spoor knows of apps and funnels beyond the application's own columns."""

from migrations.sql_files import run_file

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the view that knows the defaults."""
    run_file("0003_settings")
