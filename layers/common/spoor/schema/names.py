"""When an event of each name happened last."""

from sqlalchemy import Column, Table, Text

from spoor.schema.columns import INSTANT, app_id, metadata

event_names = Table(
    "event_names",
    metadata,
    app_id("event_names", primary_key=True),
    Column("name", Text, primary_key=True),
    Column("last_seen_at", INSTANT, nullable=False),
    schema="spoor",
)
