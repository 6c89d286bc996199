"""Tracked apps, and what is managed about each: settings, who is one visitor, erasures, outcomes."""
