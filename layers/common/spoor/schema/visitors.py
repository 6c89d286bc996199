"""Which ids are one visitor, how those without one are told apart, and who was forgotten."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

identities = Table(
    "identities",
    metadata,
    app_id("identities", primary_key=True),
    Column("anonymous_id", Text, primary_key=True),
    Column("visitor_id", Text, nullable=False),
    Index("idx_identity_visitor", text("(app_id::text)"), "visitor_id"),
    schema="spoor",
)

known_ids = Table(
    "known_ids",
    metadata,
    app_id("known_ids", primary_key=True),
    Column("id", Text, primary_key=True),
    schema="spoor",
)

claims = Table(
    "claims",
    metadata,
    app_id("claims", primary_key=True),
    Column("anonymous_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("claimed_at", INSTANT, nullable=False),
    Column("received_at", INSTANT, nullable=False, server_default=NOW),
    Column("source", Text, nullable=False),
    Index("idx_claim_received", "received_at", postgresql_using="brin", postgresql_with={"autosummarize": "on"}),
    schema="spoor",
)

aliases = Table(
    "aliases",
    metadata,
    app_id("aliases", primary_key=True),
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("claimed_at", INSTANT, nullable=False),
    Column("received_at", INSTANT, nullable=False, server_default=NOW),
    Column("source", Text, nullable=False),
    Index("idx_alias_other", text("(app_id::text)"), "other"),
    schema="spoor",
)

merges = Table(
    "merges",
    metadata,
    app_id("merges", primary_key=True),
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("merged_at", INSTANT, nullable=False),
    Column("source", Text, nullable=False),
    Index("idx_merge_other", text("(app_id::text)"), "other"),
    schema="spoor",
)

visitor_salts = Table(
    "visitor_salts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("salt", Uuid, nullable=False, server_default=NEW_ID),
    schema="spoor",
)

clearings = Table(
    "clearings",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("clearings"),
    Column("asked_at", INSTANT, nullable=False, server_default=NOW),
    Column("names", ARRAY(Text)),
    Column("property", Text),
    Column("value", JSONB),
    Column("since", INSTANT, nullable=False),
    Column("until", INSTANT, nullable=False),
    Column("done_to", INSTANT, nullable=False),
    Column("events", BigInteger, nullable=False, server_default=text("0")),
    Column("ended_at", INSTANT),
    Index("idx_clearing_app", "app_id", "asked_at"),
    Index("idx_clearing_open", "asked_at", postgresql_where=text("ended_at IS NULL")),
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
