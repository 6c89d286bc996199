"""Programs of the local stack: started, kept running, one stack at a time."""
