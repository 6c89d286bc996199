"""One file an endpoint, or for what belongs to one matter."""
