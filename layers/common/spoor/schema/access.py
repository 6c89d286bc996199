"""Limits of the auth surface, tokens of programs, and mail that waits."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from spoor.schema.columns import INSTANT, NEW_ID, NOW, metadata

rate_limits = Table(
    "rate_limit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last_request", BigInteger, nullable=False),
    UniqueConstraint("key", name="rate_limit_key_unique"),
    schema="spoor",
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="api_tokens_user_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("app_ids", ARRAY(Uuid)),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Column("expires_at", INSTANT, nullable=False),
    Index("idx_api_token_user", "user_id"),
    schema="spoor",
)

outgoing_mail = Table(
    "outgoing_mail",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("next_try_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_outgoing_mail_due", "next_try_at"),
    schema="spoor",
)

account_activity = Table(
    "account_activity",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="account_activity_user_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("session_id", Text),
    Column("event", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_account_activity_user", "user_id", "at"),
    Index("idx_account_activity_at", "at"),
    schema="spoor",
)
