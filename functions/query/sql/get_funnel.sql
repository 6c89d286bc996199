/* get_funnel */
SELECT id, name, steps, conversion_window_seconds, created_at FROM funnels
WHERE id = %(id)s AND app_id = %(app_id)s
