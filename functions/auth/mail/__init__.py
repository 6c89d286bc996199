"""What is written to people: letters, their links, and how they are sent."""
