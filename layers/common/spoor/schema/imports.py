"""Imports of other products' exports that were begun."""

from sqlalchemy import Column, Index, Table, Text, Uuid, text
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
