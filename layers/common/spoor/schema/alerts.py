"""Questions that are asked by themselves, and what is told of their answers."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

_NO = text("false")
_WAITS = "state IN ('waiting', 'sending')"

alerts = Table(
    "alerts",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("alerts"),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="alerts_user_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column(
        "saved_report_id",
        Uuid,
        ForeignKey("spoor.saved_reports.id", name="alerts_saved_report_id_saved_reports_id_fk", ondelete="CASCADE"),
    ),
    Column("name", Text, nullable=False),
    Column("report", Text),
    Column("question", JSONB),
    Column("last_days", Integer),
    Column("address", Text),
    Column("number", Text, nullable=False),
    Column("rule", JSONB, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("destinations", JSONB, nullable=False),
    Column("origin", Text, nullable=False),
    Column("signing_secret", Text, nullable=False),
    Column("wakes", Boolean, nullable=False, server_default=_NO),
    Column("muted", Boolean, nullable=False, server_default=_NO),
    Column("snoozed_until", INSTANT),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("problem", Text),
    Column("failing", Text),
    Column("failure_told_at", INSTANT),
    Column("recent", JSONB, nullable=False, server_default=text("'[]'")),
    Column("checked_at", INSTANT),
    Column("next_check_at", INSTANT, nullable=False),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    CheckConstraint(
        "(report IS NULL) = (saved_report_id IS NOT NULL) AND (report IS NULL) = (question IS NULL)",
        name="alerts_check",
    ),
    Index("idx_alert_app", "app_id"),
    Index("idx_alert_due", "next_check_at", postgresql_where=text("NOT muted")),
    Index("idx_alert_report", "saved_report_id"),
    Index("idx_alert_user", "user_id"),
    schema="spoor",
)

alert_messages = Table(
    "alert_messages",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    Column(
        "alert_id",
        Uuid,
        ForeignKey("spoor.alerts.id", name="alert_messages_alert_id_alerts_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("kind", Text, nullable=False),
    Column("due_at", INSTANT, nullable=False),
    Column("place", Integer, nullable=False),
    Column("way", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("target", Text),
    Column("message", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("problem", Text),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("taken_by", Uuid),
    Column("next_try_at", INSTANT, nullable=False, server_default=NOW),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Column("ended_at", INSTANT),
    UniqueConstraint("alert_id", "kind", "due_at", "place", name="alert_messages_once"),
    Index("idx_alert_message_alert", "alert_id", "created_at"),
    Index("idx_alert_message_due", "next_try_at", postgresql_where=text(_WAITS)),
    Index("idx_alert_message_age", "created_at"),
    schema="spoor",
)
