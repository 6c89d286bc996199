"""What reports of sealed days cost through the API, beside the table."""
