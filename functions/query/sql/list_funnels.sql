/* list_funnels: newest first; a window that nobody said is null */
SELECT funnels.id, name, steps, conversion_window_seconds, created_at
FROM public.funnels LEFT JOIN spoor.funnel_windows ON funnel_id = funnels.id
WHERE app_id = %(app_id)s
ORDER BY created_at DESC, funnels.id
