"""Google's wire formats."""
