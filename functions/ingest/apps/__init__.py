"""Apps as ingest sees them, and the keys that open them."""
