"""Sealing: closed days of events are written into the lake, once, and again where they changed."""
