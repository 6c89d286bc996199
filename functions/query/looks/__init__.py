"""Looks at events as they are: a question, what is gathered for it, a pure tally, as reports have them."""
