"""What owners keep about an app: a file a noun, and a line here."""

from spoor.schema.kept.annotations import annotations as annotations
from spoor.schema.kept.cohorts import cohorts as cohorts
from spoor.schema.kept.dashboards import dashboard_reports as dashboard_reports
from spoor.schema.kept.dashboards import dashboard_texts as dashboard_texts
from spoor.schema.kept.dashboards import dashboards as dashboards
from spoor.schema.kept.saved_reports import saved_reports as saved_reports
from spoor.schema.kept.shares import shared_answers as shared_answers
from spoor.schema.kept.shares import shares as shares
