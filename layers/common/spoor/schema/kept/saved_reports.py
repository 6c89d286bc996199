"""Questions under a name."""

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

saved_reports = Table(
    "saved_reports",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("saved_reports"),
    Column("name", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("question", JSONB, nullable=False),
    Column("last_days", Integer),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Column("address", Text),
    Index("idx_saved_report_app", "app_id"),
    schema="spoor",
)
