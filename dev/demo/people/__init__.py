"""The visitors of the demo: who they are, where from, when they come, and what they do."""
