"""What several vendors' formats have in common."""
