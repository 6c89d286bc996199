"""A request and an answer as values: cookies, headers, refusals, and the site that they are about."""
