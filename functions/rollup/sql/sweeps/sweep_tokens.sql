/* sweep_tokens */
DELETE FROM spoor.api_tokens WHERE expires_at < now()
