/* link: what a batch says of ids beyond what one statement takes */
SELECT spoor.link(id, %(said)s::jsonb, %(source)s, %(merging)s) AS refused
FROM public.tracked_apps
WHERE id = %(app_id)s::uuid AND api_key = %(key)s
