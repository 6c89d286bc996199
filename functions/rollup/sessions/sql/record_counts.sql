/* record_counts */
INSERT INTO spoor.session_counts (app_id, starts_at, events)
SELECT %(app_id)s::uuid, quarter.starts_at, quarter.events
FROM unnest(%(quarters)s::timestamptz[], %(counts)s::int[]) AS quarter (starts_at, events)
ON CONFLICT (app_id, starts_at) DO UPDATE SET events = excluded.events
