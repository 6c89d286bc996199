/* get_app */
SELECT id, name, api_key, created_at FROM public.tracked_apps
WHERE id = %(id)s AND owner_id = %(owner_id)s
