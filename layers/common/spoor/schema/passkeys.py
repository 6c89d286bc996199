"""Passkeys."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from spoor.schema.columns import UTC_CLOCK, metadata

passkeys = Table(
    "passkey",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("public_key", Text, nullable=False),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="passkey_user_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("credential_id", Text, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("device_type", Text, nullable=False),
    Column("backed_up", Boolean, nullable=False),
    Column("transports", Text),
    Column("created_at", UTC_CLOCK, nullable=False),
    Column("aaguid", Text),
    UniqueConstraint("credential_id", name="passkey_credential_id_unique"),
    Index("idx_passkey_user", "user_id"),
    schema="spoor",
)
