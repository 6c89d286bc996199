/* create_token */
INSERT INTO spoor.api_tokens (id, user_id, name, scopes, app_ids, created_at, expires_at)
VALUES (%(id)s, %(user_id)s, %(name)s, %(scopes)s, %(app_ids)s::uuid[], %(created_at)s, %(expires_at)s)
