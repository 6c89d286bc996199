"""Alerts: kept questions that are asked by themselves, and what is told of their answers."""

from migrations.sql_files import run_file

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and what sends by them."""
    run_file("0033_alerts")
