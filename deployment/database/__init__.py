"""The deployer's own database, over its direct URL and at its pooler."""
