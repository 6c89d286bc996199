"""What the organization plugin's client calls, a file for what belongs to one matter."""
