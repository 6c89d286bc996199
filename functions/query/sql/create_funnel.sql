/* create_funnel */
INSERT INTO funnels (app_id, name, steps, conversion_window_seconds)
VALUES (%(app_id)s, %(name)s, %(steps)s, %(window)s)
RETURNING id, name, steps, conversion_window_seconds, created_at
