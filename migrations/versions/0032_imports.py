"""Imports that were begun: who knows one's id may send files of an export."""

from migrations.sql_files import run_file

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    run_file("0032_imports")
