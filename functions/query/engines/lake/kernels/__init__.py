"""One file a report: what it gathers from columns of events, by numpy. A compiled kernel has to say the same."""
