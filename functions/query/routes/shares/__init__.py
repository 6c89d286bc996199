"""Links: what owners do with them, and what whoever has one sees."""
