"""Boards of reports and texts, each of a width, and the address at which a saved report is shown."""

from migrations.sql_files import run_file

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the widths, the texts and the addresses."""
    run_file("0017_boards")
