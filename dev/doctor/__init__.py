"""Looks at a database from outside, by whatever URL reaches it, and says what to change (`python -m dev.doctor`)."""

from dev.doctor.tables import complaints as complaints
