"""What a team asks of its members: a second factor."""

from migrations.sql_files import run_file

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a team have the rule, and the one door to apps keep it."""
    run_file("0027_team_rules")
