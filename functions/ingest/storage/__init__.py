"""Stores rows, counts what became of them, and goes on while the database is away."""
