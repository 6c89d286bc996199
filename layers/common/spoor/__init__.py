"""What two or more of Spoor's functions share."""
