"""Answers questions about an app's events; manages apps and what is kept about them."""
