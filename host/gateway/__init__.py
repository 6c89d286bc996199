"""What stands before Lambda: the HTTP API, the function URL, the Invoke endpoint."""
