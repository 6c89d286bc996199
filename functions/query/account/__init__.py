"""What belongs to a user and to no app: API tokens, and what has happened to the account."""
