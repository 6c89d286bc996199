/* peer_fill: a visit is an hour of a visitor, a page view has no name, properties are a row each */
WITH seen AS (
    INSERT INTO peer.website_event
    SELECT
        id, app_id, anonymous_id::uuid, md5(anonymous_id || date_trunc('hour', occurred_at))::uuid, occurred_at,
        properties ->> 'path', '', '', 'example.com', properties ->> 'title', CASE WHEN name = 'page_view' THEN 1 ELSE 2 END,
        nullif(name, 'page_view'), 'shop.example'
    FROM events WHERE app_id = %(app_id)s ORDER BY occurred_at
    RETURNING 1
), visitors AS (
    INSERT INTO peer.session
    SELECT anonymous_id::uuid, app_id, 'chrome', 'Linux', 'desktop', min(properties ->> 'country'), min(occurred_at)
    FROM events WHERE app_id = %(app_id)s GROUP BY anonymous_id, app_id
    RETURNING 1
)
INSERT INTO peer.event_data
SELECT gen_random_uuid(), app_id, id, 'plan', properties ->> 'plan', NULL, 1, occurred_at
FROM events WHERE app_id = %(app_id)s AND name <> 'page_view' ORDER BY occurred_at
