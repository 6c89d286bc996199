"""When an event of each name happened last, and what was said of accounts themselves."""

from sqlalchemy import Column, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, app_id, metadata

event_names = Table(
    "event_names",
    metadata,
    app_id("event_names", primary_key=True),
    Column("name", Text, primary_key=True),
    Column("last_seen_at", INSTANT, nullable=False),
    schema="spoor",
)

account_profiles = Table(
    "account_profiles",
    metadata,
    app_id("account_profiles", primary_key=True),
    Column("type", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("said", JSONB, nullable=False),
    schema="spoor",
)
