"""What is a user's own."""
