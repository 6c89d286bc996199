"""Apps, and what is about one of them."""
