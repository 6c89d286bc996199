"""What owners keep about an app."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

saved_reports = Table(
    "saved_reports",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("saved_reports"),
    Column("name", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("question", JSONB, nullable=False),
    Column("last_days", Integer),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_saved_report_app", "app_id"),
    schema="spoor",
)

dashboards = Table(
    "dashboards",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("dashboards"),
    Column("name", Text, nullable=False),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_dashboard_app", "app_id"),
    schema="spoor",
)

dashboard_reports = Table(
    "dashboard_reports",
    metadata,
    Column(
        "dashboard_id",
        Uuid,
        ForeignKey("spoor.dashboards.id", name="dashboard_reports_dashboard_id_dashboards_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "report_id",
        Uuid,
        ForeignKey(
            "spoor.saved_reports.id", name="dashboard_reports_report_id_saved_reports_id_fk", ondelete="CASCADE"
        ),
        primary_key=True,
    ),
    Column("place", Integer, nullable=False),
    Index("idx_dashboard_report", "report_id"),
    schema="spoor",
)

annotations = Table(
    "annotations",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("annotations"),
    Column("at", INSTANT, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_annotation_app", "app_id", "at"),
    schema="spoor",
)

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=NEW_ID),
    app_id("cohorts"),
    Column("name", Text, nullable=False),
    Column("definition", JSONB, nullable=False),
    Column("created_at", INSTANT, nullable=False, server_default=NOW),
    Index("idx_cohort_app", "app_id"),
    schema="spoor",
)
