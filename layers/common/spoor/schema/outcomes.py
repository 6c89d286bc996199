"""What became of events, counted."""

from sqlalchemy import BigInteger, Column, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, app_id, metadata

outcomes = Table(
    "outcomes",
    metadata,
    app_id("outcomes", primary_key=True),
    Column("hour", INSTANT, primary_key=True),
    Column("sender", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    Column("sample", JSONB),
    schema="spoor",
)
