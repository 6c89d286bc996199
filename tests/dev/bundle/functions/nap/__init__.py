"""Sleeps too long."""
