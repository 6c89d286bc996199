"""Fills an app with a believable month of events, through the doors that everybody uses."""
