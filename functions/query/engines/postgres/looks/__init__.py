"""Gathers what looks at events need."""
