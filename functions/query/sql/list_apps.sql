/* list_apps: newest first */
SELECT id, name, api_key, created_at FROM public.tracked_apps
WHERE owner_id = %(owner_id)s
ORDER BY created_at DESC, id
