"""Better Auth's tables, column for column as its drizzle generator makes them: they own identity."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint, text

from spoor.schema.columns import NOW, UTC_CLOCK, metadata

users = Table(
    "user",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("email_verified", Boolean, nullable=False, server_default=text("false")),
    Column("image", Text),
    Column("created_at", UTC_CLOCK, nullable=False, server_default=NOW),
    Column("updated_at", UTC_CLOCK, nullable=False, server_default=NOW),
    UniqueConstraint("email", name="user_email_unique"),
    schema="public",
)

sign_in_sessions = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("expires_at", UTC_CLOCK, nullable=False),
    Column("token", Text, nullable=False),
    Column("created_at", UTC_CLOCK, nullable=False, server_default=NOW),
    Column("updated_at", UTC_CLOCK, nullable=False),
    Column("ip_address", Text),
    Column("user_agent", Text),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="session_user_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    UniqueConstraint("token", name="session_token_unique"),
    Index("session_userId_idx", "user_id"),
    schema="public",
)

accounts = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="account_user_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("access_token", Text),
    Column("refresh_token", Text),
    Column("id_token", Text),
    Column("access_token_expires_at", UTC_CLOCK),
    Column("refresh_token_expires_at", UTC_CLOCK),
    Column("scope", Text),
    Column("password", Text),
    Column("created_at", UTC_CLOCK, nullable=False, server_default=NOW),
    Column("updated_at", UTC_CLOCK, nullable=False),
    Index("account_userId_idx", "user_id"),
    schema="public",
)

verifications = Table(
    "verification",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identifier", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("expires_at", UTC_CLOCK, nullable=False),
    Column("created_at", UTC_CLOCK, nullable=False, server_default=NOW),
    Column("updated_at", UTC_CLOCK, nullable=False, server_default=NOW),
    Index("verification_identifier_idx", "identifier"),
    schema="public",
)
