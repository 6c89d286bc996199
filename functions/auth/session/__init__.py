"""The sign-in session: its cookies, its life, and what else tells who calls."""
