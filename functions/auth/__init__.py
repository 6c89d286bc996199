"""Better Auth's HTTP contract, and the authorizer that reads its cookie."""
