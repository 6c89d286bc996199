"""Shows what a function gets."""
