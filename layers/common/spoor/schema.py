"""The tables, as SQLAlchemy sees them; the migrations make them, and a test proves that both are the same."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

metadata = MetaData()

_NOW = text("now()")
_NEW_ID = text("gen_random_uuid()")
_INSTANT = TIMESTAMP(timezone=True)
_UTC_CLOCK = TIMESTAMP(timezone=False)  # Better Auth's columns hold UTC without saying so

# Better Auth's tables, column for column as its drizzle generator makes them: they own identity.

users = Table(
    "user",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("email_verified", Boolean, nullable=False, server_default=text("false")),
    Column("image", Text),
    Column("created_at", _UTC_CLOCK, nullable=False, server_default=_NOW),
    Column("updated_at", _UTC_CLOCK, nullable=False, server_default=_NOW),
    UniqueConstraint("email", name="user_email_unique"),
)

sign_in_sessions = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("expires_at", _UTC_CLOCK, nullable=False),
    Column("token", Text, nullable=False),
    Column("created_at", _UTC_CLOCK, nullable=False, server_default=_NOW),
    Column("updated_at", _UTC_CLOCK, nullable=False),
    Column("ip_address", Text),
    Column("user_agent", Text),
    Column(
        "user_id", Text, ForeignKey("user.id", name="session_user_id_user_id_fk", ondelete="CASCADE"), nullable=False
    ),
    UniqueConstraint("token", name="session_token_unique"),
    Index("session_userId_idx", "user_id"),
)

accounts = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column(
        "user_id", Text, ForeignKey("user.id", name="account_user_id_user_id_fk", ondelete="CASCADE"), nullable=False
    ),
    Column("access_token", Text),
    Column("refresh_token", Text),
    Column("id_token", Text),
    Column("access_token_expires_at", _UTC_CLOCK),
    Column("refresh_token_expires_at", _UTC_CLOCK),
    Column("scope", Text),
    Column("password", Text),
    Column("created_at", _UTC_CLOCK, nullable=False, server_default=_NOW),
    Column("updated_at", _UTC_CLOCK, nullable=False),
    Index("account_userId_idx", "user_id"),
)

verifications = Table(
    "verification",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identifier", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("expires_at", _UTC_CLOCK, nullable=False),
    Column("created_at", _UTC_CLOCK, nullable=False, server_default=_NOW),
    Column("updated_at", _UTC_CLOCK, nullable=False, server_default=_NOW),
    Index("verification_identifier_idx", "identifier"),
)

rate_limits = Table(
    "rate_limit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last_request", BigInteger, nullable=False),
    UniqueConstraint("key", name="rate_limit_key_key"),
)

# Spoor's own.

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    Column(
        "user_id", Text, ForeignKey("user.id", name="api_tokens_user_id_user_id_fk", ondelete="CASCADE"), nullable=False
    ),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("app_ids", ARRAY(Uuid)),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Column("expires_at", _INSTANT, nullable=False),
    Index("idx_api_token_user", "user_id"),
)

tracked_apps = Table(
    "tracked_apps",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    Column(
        "owner_id",
        Text,
        ForeignKey("user.id", name="tracked_apps_owner_id_user_id_fk", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("name", Text, nullable=False),
    Column("api_key", Text, nullable=False),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Column("timezone", Text, nullable=False, server_default=text("'UTC'")),
    Column("session_gap_seconds", Integer, nullable=False, server_default=text("1800")),
    Column("retention_days", Integer),
    Column("allowed_origins", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("keep_bots", Boolean, nullable=False, server_default=text("false")),
    Column("allowed_event_names", ARRAY(Text)),
    Column("rate_limit_per_minute", Integer),
    UniqueConstraint("api_key", name="tracked_apps_api_key_unique"),
    Index("idx_app_owner", "owner_id"),
)


def _app_id(table: str, primary_key: bool = False) -> Column[object]:
    name = f"{table}_app_id_tracked_apps_id_fk"
    key = ForeignKey("tracked_apps.id", name=name, ondelete="CASCADE")
    return Column("app_id", Uuid, key, nullable=False, primary_key=primary_key)


events = Table(
    "events",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("events"),
    Column("name", Text, nullable=False),
    Column("anonymous_id", Text),
    Column("properties", JSONB),
    Column("occurred_at", _INSTANT, nullable=False),
    Index("idx_event_app_time", "app_id", "occurred_at", postgresql_include=["name", "anonymous_id"]),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("sessions"),
    Column("anonymous_id", Text, nullable=False),
    Column("started_at", _INSTANT, nullable=False),
    Column("ended_at", _INSTANT),
    Column("last_event_at", _INSTANT),
    Index("idx_session_app", "app_id", "anonymous_id", "started_at"),
    Index("idx_session_open", "app_id", postgresql_where=text("ended_at IS NULL")),
)

session_counts = Table(
    "session_counts",
    metadata,
    _app_id("session_counts", primary_key=True),
    Column("starts_at", _INSTANT, primary_key=True),
    Column("events", Integer, nullable=False),
)

session_watermarks = Table(
    "session_watermarks",
    metadata,
    _app_id("session_watermarks", primary_key=True),
    Column("gap_seconds", Integer, nullable=False),
    Column("checked_down_to", _INSTANT),
)

funnels = Table(
    "funnels",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("funnels"),
    Column("name", Text, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("conversion_window_seconds", Integer, nullable=False, server_default=text("604800")),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Index("idx_funnel_app", "app_id"),
)

identities = Table(
    "identities",
    metadata,
    _app_id("identities", primary_key=True),
    Column("anonymous_id", Text, primary_key=True),
    Column("visitor_id", Text, nullable=False),
    Column("known", Boolean, nullable=False, server_default=text("false")),
    Index("idx_identity_visitor", "app_id", "visitor_id"),
)

visitor_salts = Table(
    "visitor_salts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("salt", Uuid, nullable=False, server_default=_NEW_ID),
)

saved_reports = Table(
    "saved_reports",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("saved_reports"),
    Column("name", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("question", JSONB, nullable=False),
    Column("last_days", Integer),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Index("idx_saved_report_app", "app_id"),
)

dashboards = Table(
    "dashboards",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("dashboards"),
    Column("name", Text, nullable=False),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Index("idx_dashboard_app", "app_id"),
)

dashboard_reports = Table(
    "dashboard_reports",
    metadata,
    Column(
        "dashboard_id",
        Uuid,
        ForeignKey("dashboards.id", name="dashboard_reports_dashboard_id_dashboards_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "report_id",
        Uuid,
        ForeignKey("saved_reports.id", name="dashboard_reports_report_id_saved_reports_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("place", Integer, nullable=False),
    Index("idx_dashboard_report", "report_id"),
)

annotations = Table(
    "annotations",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("annotations"),
    Column("at", _INSTANT, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Index("idx_annotation_app", "app_id", "at"),
)

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("cohorts"),
    Column("name", Text, nullable=False),
    Column("definition", JSONB, nullable=False),
    Column("created_at", _INSTANT, nullable=False, server_default=_NOW),
    Index("idx_cohort_app", "app_id"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    _app_id("erasures"),
    Column("erased_at", _INSTANT, nullable=False, server_default=_NOW),
    Column("ids", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("sessions", Integer, nullable=False),
    Column("identities", Integer, nullable=False),
    Index("idx_erasure_app", "app_id", "erased_at"),
)

outgoing_mail = Table(
    "outgoing_mail",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=_NEW_ID),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("next_try_at", _INSTANT, nullable=False, server_default=_NOW),
    Index("idx_outgoing_mail_due", "next_try_at"),
)
