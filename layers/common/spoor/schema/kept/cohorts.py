"""Definitions of visitors, under a name."""

from sqlalchemy import Column, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("cohorts"),
    Column("name", Text, nullable=False),
    Column("definition", JSONB, nullable=False),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_cohort_app", "app_id"),
    schema="spoor",
)
