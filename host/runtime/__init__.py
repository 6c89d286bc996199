"""Lambda itself: execution environments under the Runtime API, pooled by function."""
