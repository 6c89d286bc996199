/* change_funnel: what is null stays as it is */
UPDATE funnels SET
    name = coalesce(%(name)s, name),
    steps = coalesce(%(steps)s, steps),
    conversion_window_seconds = coalesce(%(window)s, conversion_window_seconds)
WHERE id = %(id)s AND app_id = %(app_id)s
RETURNING id, name, steps, conversion_window_seconds, created_at
