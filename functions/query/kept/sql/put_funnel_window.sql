/* put_funnel_window: how long a funnel's visitors have, in seconds */
INSERT INTO spoor.funnel_windows (funnel_id, conversion_window_seconds) VALUES (%(id)s, %(window_s)s)
ON CONFLICT (funnel_id) DO UPDATE SET conversion_window_seconds = excluded.conversion_window_seconds
