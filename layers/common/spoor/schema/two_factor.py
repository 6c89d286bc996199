"""Second factors."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint, text

from spoor.schema.columns import UTC_CLOCK, metadata

two_factors = Table(
    "two_factor",
    metadata,
    Column("id", Text, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("backup_codes", Text, nullable=False),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="two_factor_user_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("verified", Boolean, nullable=False, server_default=text("false")),
    Column("failed_verification_count", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", UTC_CLOCK),
    Column("last_step", BigInteger),
    UniqueConstraint("user_id", name="two_factor_user_id_unique"),
    schema="spoor",
)
