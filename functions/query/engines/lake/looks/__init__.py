"""Looks at single events, where the table has not all of them: what lies before the horizon is read from files."""
