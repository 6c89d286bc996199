"""A step that did not come to its end."""


class Failed(Exception):
    """The text says what happened and what to do; after that the same command may be run again."""
