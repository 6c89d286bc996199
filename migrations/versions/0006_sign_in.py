"""Limits of the auth surface, its look-up, and mail that could not be sent yet."""

from migrations.sql_files import run_file

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the functions."""
    run_file("0006_sign_in")
