/* find_token: whose live API token this is, and what it may */
SELECT id, user_id, scopes, app_ids
  FROM spoor.api_tokens
 WHERE id = %(id)s
   AND expires_at > now()
