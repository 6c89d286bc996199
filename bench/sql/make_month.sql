/* make_month: about %(sessions)s sessions of eight events each over the `days` before `until`, by visitors of whom few
   come often; a share of them, `heavy`, belongs to one single visitor. `page_views` is the share of page views among the
   events. An id is a UUID's text, and an event tells of its page, as trackers do */
WITH starts AS (
    SELECT
        n,
        CASE WHEN random() < %(heavy)s THEN -1 ELSE floor(%(visitors)s * random() ^ 3)::integer END AS who,
        %(until)s::timestamptz - random() * %(days)s * interval '1 day' AS began,
        1 + floor(-ln(1 - random()) * 7.5)::integer AS length
    FROM generate_series(1, %(sessions)s) AS n
), happened AS (
    SELECT
        md5('visitor ' || who)::uuid::text AS who,
        CASE WHEN random() < %(page_views)s THEN 0 ELSE 1 + floor(19 * random() ^ 2)::integer END AS kind,
        floor(50 * random() ^ 2)::integer AS page,
        floor(50 * random() ^ 2)::integer AS page_before,
        random() AS chance,
        began + (k * 60 + random() * 50) * interval '1 second' AS at
    FROM starts, generate_series(0, length - 1) AS k
)
INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
SELECT
    (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
        || '8' || substr(md5(random()::text), 1, 19))::uuid,
    %(app_id)s::uuid,
    (ARRAY['page_view', 'search', 'product_viewed', 'cart', 'checkout', 'purchase', 'signup', 'login', 'logout', 'share',
           'comment', 'upload', 'download', 'invite', 'settings', 'help', 'error', 'rating', 'export', 'import'])[kind + 1],
    who,
    jsonb_build_object(
        'path', '/page/' || page,
        'url', 'https://shop.example/page/' || page,
        'referrer', 'https://shop.example/page/' || page_before,
        'title', 'All about page ' || page,
        'country', (ARRAY['DE', 'FR', 'US', 'GB', 'IN', 'BR', 'JP', 'NG'])[1 + floor(8 * chance ^ 2)::integer],
        'plan', CASE WHEN chance < 0.7 THEN 'free' WHEN chance < 0.95 THEN 'pro' ELSE 'team' END,
        'amount', round((chance * 100)::numeric, 2)
    ),
    at
FROM happened
ORDER BY at
