"""What the start of a fresh instance costs."""
