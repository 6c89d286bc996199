/* find_app_and_key: an app by its id, and the ingest key that it has now */
SELECT id::text AS id, api_key, keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute,
    accept_claims, accept_merges, plan
FROM public.tracked_apps JOIN spoor.settings ON settings.app_id = id
    LEFT JOIN spoor.tracking_plans ON tracking_plans.app_id = id
WHERE id = %(app_id)s::uuid
