"""Passkeys: the keys by which authenticators sign in."""

from migrations.sql_files import run_file

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_file("0029_passkeys")
