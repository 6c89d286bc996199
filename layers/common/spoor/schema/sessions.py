"""How far sessions reach, and how far they are kept."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, Uuid, text

from spoor.schema.columns import INSTANT, app_id, metadata

session_reach = Table(
    "session_reach",
    metadata,
    Column(
        "session_id",
        Uuid,
        ForeignKey("public.sessions.id", name="session_reach_session_id_sessions_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("app_id", Uuid, nullable=False),
    Column("anonymous_id", Text, nullable=False),
    Column("started_at", INSTANT, nullable=False),
    Column("last_event_at", INSTANT, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Index("idx_session_reach_visitor", "app_id", text("hashtextextended(anonymous_id, 0)"), "started_at"),
    Index("idx_session_reach_open", "app_id", postgresql_where=text("is_open")),
    schema="spoor",
)

session_counts = Table(
    "session_counts",
    metadata,
    app_id("session_counts", primary_key=True),
    Column("starts_at", INSTANT, primary_key=True),
    Column("events", Integer, nullable=False),
    schema="spoor",
)

session_watermarks = Table(
    "session_watermarks",
    metadata,
    app_id("session_watermarks", primary_key=True),
    Column("gap_seconds", Integer, nullable=False),
    Column("checked_down_to", INSTANT),
    schema="spoor",
)
