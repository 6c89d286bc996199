/* delete_funnel */
DELETE FROM public.funnels
WHERE id = %(id)s AND app_id = %(app_id)s
