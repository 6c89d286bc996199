/* revoke_token */
DELETE FROM spoor.api_tokens
WHERE id = %(id)s AND user_id = %(user_id)s
