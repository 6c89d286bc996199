"""What the lake asks the database for: what of an app is sealed, who is whom, and the events that are in no file."""
