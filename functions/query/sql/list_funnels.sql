/* list_funnels: newest first */
SELECT id, name, steps, conversion_window_seconds, created_at FROM funnels
WHERE app_id = %(app_id)s
ORDER BY created_at DESC, id
