/* find_token: whose live API token this is, and what it may */
SELECT id::text AS token_id, user_id, scopes, app_ids::text[] AS app_ids
  FROM api_tokens
 WHERE id = %(id)s
   AND expires_at > now()
