/* change_funnel: what is null stays as it is */
WITH changed AS (
    UPDATE public.funnels SET name = coalesce(%(name)s, name), steps = coalesce(%(steps)s, steps)
    WHERE id = %(id)s AND app_id = %(app_id)s
    RETURNING id, name, steps, created_at
), said AS (
    INSERT INTO spoor.funnel_windows AS own (funnel_id, conversion_window_seconds)
    SELECT id, %(window)s::integer FROM changed WHERE %(window)s::integer IS NOT NULL
    ON CONFLICT (funnel_id) DO UPDATE SET conversion_window_seconds = excluded.conversion_window_seconds
    RETURNING conversion_window_seconds
)
SELECT
    changed.id, changed.name, changed.steps, changed.created_at,
    coalesce(said.conversion_window_seconds, own.conversion_window_seconds) AS conversion_window_seconds
FROM changed
LEFT JOIN said ON true
LEFT JOIN spoor.funnel_windows AS own ON own.funnel_id = changed.id
