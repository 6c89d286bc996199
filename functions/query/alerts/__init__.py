"""Alerts and digests: questions that are asked by themselves when it is time, and what is told of their answers."""
