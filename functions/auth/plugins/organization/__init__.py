"""Teams: Better Auth's organization plugin."""
