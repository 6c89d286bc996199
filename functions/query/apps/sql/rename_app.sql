/* rename_app */
UPDATE public.tracked_apps SET name = %(name)s
WHERE id = %(id)s
RETURNING id, name, api_key, created_at
