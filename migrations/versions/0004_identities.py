"""Which ids are one visitor, and the salts of those without an id."""

from migrations.sql_files import run_file

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the function that links."""
    run_file("0004_identities")
