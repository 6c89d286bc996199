"""Keeps sessions up to the events."""
