/* sweep_tokens */
DELETE FROM api_tokens WHERE expires_at < now()
