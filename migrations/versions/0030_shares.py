"""Links: boards and saved reports that are shown to whoever has their address."""

from migrations.sql_files import run_file

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run_file("0030_shares")
