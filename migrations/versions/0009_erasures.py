"""The erasure of one visitor, and the record of it."""

from migrations.sql_files import run_file

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the record and the function that erases."""
    run_file("0009_erasures")
