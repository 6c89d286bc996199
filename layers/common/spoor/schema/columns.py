"""What the tables have in common: their catalogue, and columns of which there are many."""

from sqlalchemy import Column, ForeignKey, MetaData, Uuid, text
from sqlalchemy.dialects.postgresql import TIMESTAMP

metadata = MetaData()

NOW = text("now()")
NEW_ID = text("gen_random_uuid()")
INSTANT = TIMESTAMP(timezone=True)
UTC_CLOCK = TIMESTAMP(timezone=False)
"""Better Auth's columns hold UTC without saying so."""


def app_id(table: str, primary_key: bool = False) -> Column[object]:
    """Whose app a row of `table` is about; it goes with the app."""
    name = f"{table}_app_id_tracked_apps_id_fk"
    key = ForeignKey("public.tracked_apps.id", name=name, ondelete="CASCADE")
    return Column("app_id", Uuid, key, nullable=False, primary_key=primary_key)
