/* create_token: nothing where one of the apps is not the user's */
INSERT INTO spoor.api_tokens (id, user_id, name, scopes, app_ids, created_at, expires_at)
SELECT %(id)s, %(user_id)s, %(name)s, %(scopes)s, %(app_ids)s::uuid[], %(created_at)s, %(expires_at)s
WHERE NOT EXISTS (
    SELECT FROM unnest(%(app_ids)s::uuid[]) AS wanted (id)
    WHERE NOT EXISTS (SELECT FROM public.tracked_apps a WHERE a.id = wanted.id AND a.owner_id = %(user_id)s)
)
