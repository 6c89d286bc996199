"""How Postgres is reached: where it is, a connection to it, and why there is none."""
