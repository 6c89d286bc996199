"""Reads what AWS reads, template.yaml, into what the local stack runs."""
