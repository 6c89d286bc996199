"""The HTTP addresses of the query function: words in, words out."""
