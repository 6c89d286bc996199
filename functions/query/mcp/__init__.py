"""The API for assistants: a few tools that speak the Model Context Protocol and ask the API's own routes."""
