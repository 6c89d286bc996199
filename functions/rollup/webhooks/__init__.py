"""Sends what alerts have to tell to chats and webhooks, past no private address and once."""
