"""Engines: what gathers, from where events lie, the little of them that an answer needs."""
