"""What can be asked about sessions."""

from collections.abc import Hashable
from typing import Any

from query.reports.intervals import Intervalled
from query.reports.session_range import edges
from query.scope import Scope


class SessionsQuestion(Intervalled):
    """`POST /api/apps/{appId}/reports/sessions`."""

    def shape(self) -> Hashable:
        """Visitors are counted another way where a bucket is returned to."""
        return super().shape(), self.grid.returns

    def bounds(self, scope: Scope) -> dict[str, Any]:
        """Those of the scan, too."""
        return {**super().bounds(scope), **edges(self, scope)}
