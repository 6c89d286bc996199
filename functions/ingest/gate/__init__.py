"""What an app lets in: by its rules, by its rate, a few large batches at a time."""
