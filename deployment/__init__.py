"""Brings Spoor into an AWS account by one command and two answers, and takes it out again (`python -m deployment`)."""
