"""Alerts: kept questions that are asked by themselves, and what is told of their answers."""

from migrations.sql_files import run_file

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and what sends by them."""
    run_file("0032_alerts")
