/* change_settings: those that are named in `changed`, null being a value like any other */
UPDATE tracked_apps SET
    keep_bots = CASE WHEN 'keep_bots' = ANY (%(changed)s) THEN %(keep_bots)s::boolean ELSE keep_bots END,
    allowed_origins =
        CASE WHEN 'allowed_origins' = ANY (%(changed)s) THEN %(allowed_origins)s::text[] ELSE allowed_origins END,
    allowed_event_names =
        CASE WHEN 'allowed_event_names' = ANY (%(changed)s)
            THEN %(allowed_event_names)s::text[] ELSE allowed_event_names END,
    rate_limit_per_minute =
        CASE WHEN 'rate_limit_per_minute' = ANY (%(changed)s)
            THEN %(rate_limit_per_minute)s::integer ELSE rate_limit_per_minute END,
    session_gap_seconds =
        CASE WHEN 'session_gap_seconds' = ANY (%(changed)s)
            THEN %(session_gap_seconds)s::integer ELSE session_gap_seconds END
WHERE id = %(id)s
RETURNING keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute, session_gap_seconds
