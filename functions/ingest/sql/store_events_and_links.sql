/* store_events_and_links: as store_events, and whose `anonymous_id` is whose; the first link of an id stands. */
WITH linked AS (
    INSERT INTO identities (app_id, anonymous_id, visitor_id)
    SELECT app.id, link.anonymous_id, link.visitor_id
    FROM tracked_apps AS app, jsonb_to_recordset(%(links)s::jsonb) AS link (anonymous_id text, visitor_id text)
    WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
    ORDER BY link.anonymous_id, link.visitor_id
    ON CONFLICT DO NOTHING
)
INSERT INTO events (id, app_id, name, anonymous_id, properties, occurred_at)
SELECT row.id, app.id, row.name, row.anonymous_id, row.properties, row.occurred_at
FROM tracked_apps AS app, jsonb_to_recordset(%(rows)s::jsonb)
    AS row (id uuid, name text, anonymous_id text, properties jsonb, occurred_at timestamptz)
WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
ORDER BY row.id
ON CONFLICT DO NOTHING
