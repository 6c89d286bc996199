"""The tables, as SQLAlchemy sees them; the migrations make them, and a test proves that both are the same.

The schema `public` is the application's, `spoor` is ours.
"""

from spoor.schema.access import account_activity, api_tokens, outgoing_mail, rate_limits
from spoor.schema.alerts import alert_messages, alerts
from spoor.schema.application import events, funnels, sessions, tracked_apps
from spoor.schema.better_auth import accounts, sign_in_sessions, users, verifications
from spoor.schema.columns import metadata
from spoor.schema.imports import imported_days, imports
from spoor.schema.kept import (
    annotations,
    cohorts,
    dashboard_reports,
    dashboard_texts,
    dashboards,
    saved_reports,
    shared_answers,
    shares,
)
from spoor.schema.lake import (
    jobs,
    lake_codes,
    lake_days,
    lake_erasures,
    lake_files,
    lake_held,
    lake_home,
    lake_horizons,
    lake_marks,
    lake_names,
    lake_visitors,
)
from spoor.schema.names import account_profiles, event_names
from spoor.schema.outcomes import outcomes
from spoor.schema.passkeys import passkeys
from spoor.schema.sessions import session_counts, session_reach, session_watermarks
from spoor.schema.settings import app_settings, funnel_windows, tracking_plans
from spoor.schema.teams import app_teams, invitations, known_members, members, organizations, session_organizations
from spoor.schema.turns import ingest_turns
from spoor.schema.two_factor import two_factors
from spoor.schema.visitors import aliases, claims, clearings, erasures, identities, known_ids, merges, visitor_salts

__all__ = [
    "account_activity",
    "account_profiles",
    "accounts",
    "alert_messages",
    "alerts",
    "aliases",
    "annotations",
    "api_tokens",
    "app_settings",
    "app_teams",
    "claims",
    "clearings",
    "cohorts",
    "dashboard_reports",
    "dashboard_texts",
    "dashboards",
    "erasures",
    "event_names",
    "events",
    "funnel_windows",
    "funnels",
    "identities",
    "imported_days",
    "imports",
    "ingest_turns",
    "invitations",
    "jobs",
    "known_ids",
    "known_members",
    "lake_codes",
    "lake_days",
    "lake_erasures",
    "lake_files",
    "lake_held",
    "lake_home",
    "lake_horizons",
    "lake_marks",
    "lake_names",
    "lake_visitors",
    "members",
    "merges",
    "metadata",
    "organizations",
    "outcomes",
    "outgoing_mail",
    "passkeys",
    "rate_limits",
    "saved_reports",
    "session_counts",
    "session_organizations",
    "session_reach",
    "session_watermarks",
    "sessions",
    "shared_answers",
    "shares",
    "sign_in_sessions",
    "tracked_apps",
    "tracking_plans",
    "two_factors",
    "users",
    "verifications",
    "visitor_salts",
]
