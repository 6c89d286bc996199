"""Users and sessions as Better Auth stores them: records, passwords, texts, times, one-time tokens."""
