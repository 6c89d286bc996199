"""What a deployment asks of AWS and makes there, a file for each of its services."""
