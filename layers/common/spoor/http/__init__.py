"""What functions that answer over HTTP share."""
