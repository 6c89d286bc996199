"""Cohorts in words, and what makes a visitor belong to one."""
