"""Boards: saved reports and texts in an order, under a name."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, Uuid, text

from spoor.schema.columns import INSTANT, NEW_ID, NOW, app_id, metadata

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
    Column("width", Text, nullable=False, server_default=text("'half'")),
    Index("idx_dashboard_report", "report_id"),
    schema="spoor",
)

dashboard_texts = Table(
    "dashboard_texts",
    metadata,
    Column(
        "dashboard_id",
        Uuid,
        ForeignKey("spoor.dashboards.id", name="dashboard_texts_dashboard_id_dashboards_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("place", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("width", Text, nullable=False),
    schema="spoor",
)
