"""Who is one visitor: claims, aliases and merges as edges, and the functions that work out what follows."""

from migrations.sql_files import run_file

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, then the functions, in the order in which they need each other."""
    for name in ("visitors", "visitors_settle", "visitors_link", "visitors_mend"):
        run_file(f"0013_{name}")
