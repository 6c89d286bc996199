/* get_settings */
SELECT keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute, session_gap_seconds,
    accept_claims, accept_merges, retention_days
FROM public.tracked_apps JOIN spoor.settings ON settings.app_id = id
WHERE id = %(id)s
