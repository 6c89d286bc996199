/* get_settings */
SELECT keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute, session_gap_seconds FROM tracked_apps
WHERE id = %(id)s
