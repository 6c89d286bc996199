"""Queues in a file of this machine, which speak as SQS does: what was taken in outlives a kill and a power cut."""
