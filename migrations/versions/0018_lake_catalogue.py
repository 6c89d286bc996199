"""The lake for others: what lies in it, as views for a role that may only read, and as a DuckLake catalogue of them."""

from migrations.sql_files import run_file

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the schema, the views and the role."""
    run_file("0018_lake_catalogue")
    run_file("0018_ducklake")
