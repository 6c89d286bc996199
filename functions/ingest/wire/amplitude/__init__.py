"""Amplitude's two wire formats."""
