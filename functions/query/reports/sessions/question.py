"""What can be asked about sessions."""

from query.reports.intervals import Intervalled


class SessionsQuestion(Intervalled):
    """`POST /api/apps/{appId}/reports/sessions`."""
