"""Notes at a time."""

from sqlalchemy import Column, Index, Table, Text, Uuid

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

annotations = Table(
    "annotations",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("annotations"),
    Column("at", INSTANT, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_annotation_app", "app_id", "at"),
    schema="spoor",
)
