/* peer/fill: a visit is an hour of a visitor, a page view has no name, properties are a row each */
WITH seen AS (
    INSERT INTO peer.website_event (
        event_id, website_id, session_id, visit_id, created_at, url_path, url_query, referrer_path, referrer_query,
        referrer_domain, page_title, event_type, event_name, hostname
    )
    SELECT
        id, app_id, anonymous_id::uuid, md5(anonymous_id || date_trunc('hour', occurred_at))::uuid, occurred_at,
        properties ->> 'path', '', substr(properties ->> 'referrer', 21), '', 'shop.example', properties ->> 'title',
        CASE WHEN name = 'page_view' THEN 1 ELSE 2 END, nullif(name, 'page_view'), 'shop.example'
    FROM public.events WHERE app_id = %(app_id)s ORDER BY occurred_at
    RETURNING 1
), visitors AS (
    INSERT INTO peer.session (
        session_id, website_id, browser, os, device, screen, language, country, region, city, created_at
    )
    SELECT
        anonymous_id::uuid, app_id, 'chrome', 'Linux', 'desktop', '1920x1080', 'en-GB', min(properties ->> 'country'),
        'DE-BE', 'Berlin', min(occurred_at)
    FROM public.events WHERE app_id = %(app_id)s GROUP BY anonymous_id, app_id
    RETURNING 1
)
INSERT INTO peer.event_data (
    event_data_id, website_id, website_event_id, data_key, string_value, data_type, created_at
)
SELECT gen_random_uuid(), app_id, id, 'plan', properties ->> 'plan', 1, occurred_at
FROM public.events WHERE app_id = %(app_id)s AND name <> 'page_view' ORDER BY occurred_at
