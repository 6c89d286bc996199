"""Reports, one by one and several at once."""
