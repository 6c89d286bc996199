/* get_scope */
SELECT id, session_gap_seconds, now() AS now
FROM public.tracked_apps JOIN spoor.settings ON settings.app_id = id
WHERE id = %(id)s AND owner_id = %(owner_id)s
