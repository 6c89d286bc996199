"""The tables of the client's application: apps, their events, sessions and funnels."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

tracked_apps = Table(
    "tracked_apps",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    Column(
        "owner_id",
        Text,
        ForeignKey("public.user.id", name="tracked_apps_owner_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("name", Text, nullable=False),
    Column("api_key", Text, nullable=False),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    UniqueConstraint("api_key", name="tracked_apps_api_key_unique"),
    Index("idx_app_owner", "owner_id"),
    schema="public",
)

events = Table(
    "events",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("events"),
    Column("name", Text, nullable=False),
    Column("anonymous_id", Text),
    Column("properties", JSONB),
    Column("occurred_at", INSTANT, nullable=False),
    Index("idx_event_app_time", "app_id", "occurred_at", postgresql_include=["name", "anonymous_id"]),
    schema="public",
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("sessions"),
    Column("anonymous_id", Text, nullable=False),
    Column("started_at", INSTANT, nullable=False),
    Column("ended_at", INSTANT),
    Index("idx_session_app", "app_id"),
    schema="public",
)

funnels = Table(
    "funnels",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("funnels"),
    Column("name", Text, nullable=False),
    Column("steps", JSONB),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_funnel_app", "app_id"),
    schema="public",
)
