"""The HTTP door of the API: who asks, by which surface, and what is refused before anything else."""
