"""Imports of other products' exports that were begun, and the figures of those that have no events."""

from sqlalchemy import BigInteger, Column, Date, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, NEW_ID, app_id, metadata

imports = Table(
    "imports",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("imports"),
    Column("format", Text, nullable=False),
    Column("wishes", JSONB, nullable=False),
    Column("ends_at", INSTANT, nullable=False, server_default=text("now() + interval '1 day'")),
    Index("idx_import_app", "app_id"),
    schema="spoor",
)

imported_days = Table(
    "imported_days",
    metadata,
    app_id("imported_days", primary_key=True),
    Column("source", Text, primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("visitors", BigInteger, nullable=False),
    Column("visits", BigInteger),
    Column("pageviews", BigInteger),
    Column("events", BigInteger),
    Column("bounces", BigInteger),
    Column("visit_duration_s", BigInteger),
    schema="spoor",
)
