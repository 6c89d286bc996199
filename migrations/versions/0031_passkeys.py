"""Passkeys: the keys by which authenticators sign in."""

from migrations.sql_files import run_file

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_file("0031_passkeys")
