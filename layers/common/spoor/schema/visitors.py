"""Which ids are one visitor, how those without one are told apart, and who was forgotten."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, Uuid, text

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

identities = Table(
    "identities",
    metadata,
    app_id("identities", primary_key=True),
    Column("anonymous_id", Text, primary_key=True),
    Column("visitor_id", Text, nullable=False),
    Column("known", Boolean, nullable=False, server_default=text("false")),
    Index("idx_identity_visitor", "app_id", "visitor_id"),
    schema="spoor",
)

visitor_salts = Table(
    "visitor_salts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("salt", Uuid, nullable=False, server_default=NEW_ID),
    schema="spoor",
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("erasures"),
    Column("erased_at", INSTANT, nullable=False, server_default=NOW),
    Column("ids", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("sessions", Integer, nullable=False),
    Column("identities", Integer, nullable=False),
    Index("idx_erasure_app", "app_id", "erased_at"),
    schema="spoor",
)
