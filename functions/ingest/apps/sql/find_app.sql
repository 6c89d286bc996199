/* find_app: which tracked app an ingest key belongs to, and what it says about its events */
SELECT id::text AS id, keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute,
    accept_claims, accept_merges, plan
FROM public.tracked_apps JOIN spoor.settings ON settings.app_id = id
    LEFT JOIN spoor.tracking_plans ON tracking_plans.app_id = id
WHERE api_key = %(key)s
