/* rotate_key */
UPDATE public.tracked_apps SET api_key = %(api_key)s
WHERE id = %(id)s AND owner_id = %(owner_id)s
RETURNING id, name, api_key, created_at
