"""The words that all questions share."""
