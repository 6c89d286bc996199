"""The local stack: what `make dev` runs and what the tests run on."""
