"""The work nobody waits for, done on a schedule."""
