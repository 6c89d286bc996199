"""Takes events from trackers and stores each exactly once."""
