"""What functions share about accounts: their tokens, their security log, their mail."""
