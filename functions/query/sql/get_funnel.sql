/* get_funnel: a window that nobody said is null */
SELECT funnels.id, name, steps, conversion_window_seconds, created_at
FROM public.funnels LEFT JOIN spoor.funnel_windows ON funnel_id = funnels.id
WHERE funnels.id = %(id)s AND app_id = %(app_id)s
