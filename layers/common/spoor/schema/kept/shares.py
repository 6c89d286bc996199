"""Links: what is shown to whoever has its address, and what each answered last."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata


def _of(column: str, table: str, parent: str) -> ForeignKey:
    return ForeignKey(f"{parent}.id", name=f"shares_{column}_{table}_id_fk", ondelete="CASCADE")


shares = Table(
    "shares",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("shares"),
    Column("maker_id", Text, _of("maker_id", "user", "public.user"), nullable=False),
    Column("dashboard_id", Uuid, _of("dashboard_id", "dashboards", "spoor.dashboards")),
    Column("report_id", Uuid, _of("report_id", "saved_reports", "spoor.saved_reports")),
    Column("token_hash", LargeBinary, nullable=False),
    Column("password_hash", Text),
    Column("embed_on", ARRAY(Text), nullable=False),
    Column("expires_at", INSTANT),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Column("views", BigInteger, nullable=False, server_default=text("0")),
    Column("viewed_at", INSTANT),
    UniqueConstraint("token_hash", name="shares_token_hash_unique"),
    CheckConstraint("num_nonnulls(dashboard_id, report_id) = 1", name="shares_of_one_thing"),
    Index("idx_share_app", "app_id"),
    Index("idx_share_maker", "maker_id"),
    Index("idx_share_dashboard", "dashboard_id"),
    Index("idx_share_report", "report_id"),
    schema="spoor",
)

shared_answers = Table(
    "shared_answers",
    metadata,
    Column(
        "share_id",
        Uuid,
        ForeignKey("spoor.shares.id", name="shared_answers_share_id_shares_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("answered_at", INSTANT),
    Column("answer", Text),
    Column("making_until", INSTANT),
    prefixes=["UNLOGGED"],
    schema="spoor",
)
