/* list_tokens: those that still open something, newest first */
SELECT id, name, scopes, app_ids, created_at, expires_at FROM spoor.api_tokens
WHERE user_id = %(user_id)s AND expires_at > now()
ORDER BY created_at DESC, id
