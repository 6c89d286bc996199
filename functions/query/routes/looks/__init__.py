"""Events as they are."""
