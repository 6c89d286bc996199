"""From the bytes of a body to a document, whatever it was wrapped in."""
