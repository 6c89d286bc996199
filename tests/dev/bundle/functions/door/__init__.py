"""Lets people in by cookie."""
