"""What is known of an app and of a funnel beyond the application's own columns."""

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Integer, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from spoor.schema.columns import app_id, metadata

app_settings = Table(
    "app_settings",
    metadata,
    app_id("app_settings", primary_key=True),
    Column("session_gap_seconds", Integer, nullable=False, server_default=text("1800")),
    Column("keep_bots", Boolean, nullable=False, server_default=text("false")),
    Column("allowed_origins", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("allowed_event_names", ARRAY(Text)),
    Column("rate_limit_per_minute", Integer),
    Column("accept_claims", Boolean, nullable=False, server_default=text("true")),
    Column("accept_merges", Boolean, nullable=False, server_default=text("false")),
    Column("retention_days", Integer),
    CheckConstraint("retention_days > 0", name="app_settings_retention_days_check"),
    CheckConstraint("session_gap_seconds > 0", name="app_settings_session_gap_seconds_check"),
    schema="spoor",
)

tracking_plans = Table(
    "tracking_plans",
    metadata,
    app_id("tracking_plans", primary_key=True),
    Column("plan", JSONB, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    schema="spoor",
)

funnel_windows = Table(
    "funnel_windows",
    metadata,
    Column(
        "funnel_id",
        Uuid,
        ForeignKey("public.funnels.id", name="funnel_windows_funnel_id_funnels_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("conversion_window_seconds", Integer, nullable=False),
    schema="spoor",
)
