"""The pages of Spoor."""
