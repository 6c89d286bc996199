"""`make sql`: a prompt over the lake, for who reads it past Spoor."""
