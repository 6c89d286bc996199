"""Segment's wire format, and those that are made after it."""
