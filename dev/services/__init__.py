"""What stands for AWS's services on a developer's machine alone: mail that lands in a folder."""
