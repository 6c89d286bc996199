"""Stands behind a function URL."""
