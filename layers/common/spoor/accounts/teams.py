"""What auth and settings both know of teams: how large one gets, and in which roles somebody may be put unasked."""

MOST_MEMBERS = 100
"""Members that a team may have for another to join."""

JOINABLE_ROLES = ("member", "viewer", "admin")
"""Never `owner`: nobody becomes that but by another owner's word."""
