"""What somebody may do with an app, in words; the list is closed."""

from enum import StrEnum


class Permission(StrEnum):
    """A route names the one that it needs."""

    APP_ASK = "app:ask"
    """Ask reports, and look at events."""
    APP_DELETE = "app:delete"
    """Delete the app with all that is in it."""
    APP_ERASE = "app:erase"
    """Erase what a visitor did."""
    APP_KEEP = "app:keep"
    """Keep funnels, cohorts, saved reports, dashboards and notes, change them and delete them."""
    APP_MANAGE = "app:manage"
    """Make an app; change its name, its ingest key and its settings."""
    APP_READ = "app:read"
    """See the app, its settings and what is kept in it."""
    MEMBERS_MANAGE = "members:manage"
    """Decide who else may do any of this: share the app with a team or by a link, or take it back."""
