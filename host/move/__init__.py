"""Takes everything out of one database, by way of a folder, into another: to AWS or away from it."""
