"""The receipt of an erasure counts events that are in the lake alone."""

from migrations.sql_files import run_file

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the function that is told of them."""
    run_file("0036_erased_in_lake")
