"""Takes history in: files that other products export, as the events that their trackers would have sent."""
