"""The tables of an application with Drizzle and Better Auth."""

from migrations.sql_files import run_file

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make those that are not there yet."""
    run_file("0001_client_tables")
