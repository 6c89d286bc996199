"""What an event is, and the steps that make a row of it."""
