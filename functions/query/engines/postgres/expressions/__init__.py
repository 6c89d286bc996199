"""Words of questions as SQL expressions, which the statements share."""
