"""Links: what an app's owner shows to whoever has the address, without signing in."""
