/* rotate_key */
UPDATE public.tracked_apps SET api_key = %(api_key)s
WHERE id = %(id)s
RETURNING id, name, api_key, created_at
