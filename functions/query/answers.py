"""What answers are made of: frozen dataclasses, which routes/words.py puts into words."""

LEFT_OUT = {"left out": True}
"""Metadata of a field that an answer does not have where it is None: nothing was asked that would fill it."""
