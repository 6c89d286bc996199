"""The endpoints of the twoFactor plugin."""
