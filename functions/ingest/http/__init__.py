"""What comes in over HTTP and what goes back, as values, and the tracker that is served."""
