/* create_funnel */
WITH made AS (
    INSERT INTO public.funnels (app_id, name, steps)
    VALUES (%(app_id)s, %(name)s, %(steps)s)
    RETURNING id, name, steps, created_at
), said AS (
    INSERT INTO spoor.funnel_windows (funnel_id, conversion_window_seconds)
    SELECT id, %(window)s FROM made
    RETURNING conversion_window_seconds
)
SELECT id, name, steps, conversion_window_seconds, created_at FROM made, said
