"""Letters that tell of what happened are counted by the address that they go to."""

from migrations.sql_files import run_file

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Replace the function that keeps letters."""
    run_file("0015_notices")
