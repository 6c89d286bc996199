"""What owners keep."""
