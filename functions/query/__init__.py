"""Answers questions about an app's events and manages apps and saved funnels."""
