"""What owners keep about an app: one shape for all of it, and a file a noun."""
