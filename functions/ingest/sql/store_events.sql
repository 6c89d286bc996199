/* store_events: one statement, so nothing can be left half done; ids in order, so two copies of a batch cannot deadlock.
   The key is joined again: a rotated key stores nothing from that moment on. */
INSERT INTO events (id, app_id, name, anonymous_id, properties, occurred_at)
SELECT row.id, app.id, row.name, row.anonymous_id, row.properties, row.occurred_at
FROM tracked_apps AS app, jsonb_to_recordset(%(rows)s::jsonb)
    AS row (id uuid, name text, anonymous_id text, properties jsonb, occurred_at timestamptz)
WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
ORDER BY row.id
ON CONFLICT DO NOTHING
