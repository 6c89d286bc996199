"""What is in the lake: the manifest of its days, marks of those that are not right any more, files and codes; and from
when on the table of events is whole beside it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from spoor.schema.columns import INSTANT, NOW, app_id, metadata

lake_days = Table(
    "lake_days",
    metadata,
    app_id("lake_days", primary_key=True),
    Column("day", Date, primary_key=True),
    Column("attempt", Uuid, nullable=False),
    Column("begun_at", INSTANT, nullable=False, server_default=NOW),
    Column("sealed_at", INSTANT),
    Column("checked_at", INSTANT),
    Column("format", Integer),
    Column("postgres_major", Integer),
    Column("rows", BigInteger),
    Column("visitors", Integer),
    Column("whole_ms", Boolean),
    Column("names", JSONB),
    Column("keys", JSONB),
    Column("quarters", ARRAY(Integer)),
    Column("chunks", JSONB),
    Column("core", Text),
    Column("core_bytes", BigInteger),
    Column("core_sha256", Text),
    Column("properties", Text),
    Column("properties_bytes", BigInteger),
    Column("properties_sha256", Text),
    Column("digest", Text),
    schema="spoor",
)

lake_marks = Table(
    "lake_marks",
    metadata,
    app_id("lake_marks", primary_key=True),
    Column("day", Date, primary_key=True),
    Column("marked_at", INSTANT, nullable=False, server_default=NOW),
    schema="spoor",
)

lake_files = Table(
    "lake_files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("made_at", INSTANT, nullable=False, server_default=NOW),
    Column("left_at", INSTANT),
    Column("days", SmallInteger, nullable=False, server_default=text("1")),
    schema="spoor",
)

lake_visitors = Table(
    "lake_visitors",
    metadata,
    app_id("lake_visitors", primary_key=True),
    Column("anonymous_id", Text, primary_key=True),
    Column("code", Integer, nullable=False),
    Index("idx_lake_visitor_code", "app_id", "code", unique=True),
    schema="spoor",
)

lake_names = Table(
    "lake_names",
    metadata,
    app_id("lake_names", primary_key=True),
    Column("name", Text, primary_key=True),
    Column("code", Integer, nullable=False),
    Index("idx_lake_name_code", "app_id", "code", unique=True),
    schema="spoor",
)

lake_codes = Table(
    "lake_codes",
    metadata,
    app_id("lake_codes", primary_key=True),
    Column("visitors", Integer, nullable=False, server_default=text("0")),
    Column("names", Integer, nullable=False, server_default=text("0")),
    schema="spoor",
)

lake_horizons = Table(
    "lake_horizons",
    metadata,
    app_id("lake_horizons", primary_key=True),
    Column("since", Date, nullable=False),
    Column("moved_at", INSTANT, nullable=False, server_default=NOW),
    schema="spoor",
)

lake_held = Table(
    "lake_held",
    metadata,
    app_id("lake_held", primary_key=True),
    Column("day", Date, primary_key=True),
    ForeignKeyConstraint(
        ["app_id", "day"], ["spoor.lake_days.app_id", "spoor.lake_days.day"], name="lake_held_lake_days_fk"
    ),
    schema="spoor",
)

lake_erasures = Table(
    "lake_erasures",
    metadata,
    app_id("lake_erasures", primary_key=True),
    Column("code", Integer, primary_key=True, autoincrement=False),
    Column("erased_at", INSTANT, nullable=False, server_default=NOW),
    schema="spoor",
)

lake_home = Table(
    "lake_home",
    metadata,
    Column(
        "only_one",
        Boolean,
        CheckConstraint("only_one", name="lake_home_only_one_check"),
        primary_key=True,
        server_default=text("true"),
    ),
    Column("url", Text, nullable=False),
    schema="spoor",
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    app_id("jobs"),
    Column("report", Text, nullable=False),
    Column("question", JSONB, nullable=False),
    Column("asked_at", INSTANT, nullable=False),
    Column("engine", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Index("idx_job_app", "app_id"),
    schema="spoor",
)
