"""One claim on its own, which is what an identify says, is taken in few steps."""

from migrations.sql_files import run_file

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the function."""
    run_file("0014_identify")
