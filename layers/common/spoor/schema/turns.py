"""Which apps have large batches stored just now."""

from sqlalchemy import Column, DateTime, Integer, Table, Uuid

from spoor.schema.columns import metadata

ingest_turns = Table(
    "ingest_turns",
    metadata,
    Column("app_id", Uuid, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("until", DateTime(timezone=True), nullable=False),
    prefixes=["UNLOGGED"],
    schema="spoor",
)
