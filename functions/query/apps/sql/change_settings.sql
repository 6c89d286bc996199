/* change_settings: those that are named in `changed`, null being a value like any other; an app that never said any begins
   with the defaults. What another request changes meanwhile is kept */
INSERT INTO spoor.app_settings AS own (keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute, session_gap_seconds,
    accept_claims, accept_merges, retention_days, app_id)
SELECT
    CASE WHEN 'keep_bots' = ANY (%(changed)s) THEN %(keep_bots)s::boolean ELSE settings.keep_bots END,
    CASE WHEN 'allowed_origins' = ANY (%(changed)s) THEN %(allowed_origins)s::text[] ELSE settings.allowed_origins END,
    CASE WHEN 'allowed_event_names' = ANY (%(changed)s) THEN %(allowed_event_names)s::text[] ELSE settings.allowed_event_names END,
    CASE WHEN 'rate_limit_per_minute' = ANY (%(changed)s) THEN %(rate_limit_per_minute)s::integer ELSE settings.rate_limit_per_minute END,
    CASE WHEN 'session_gap_seconds' = ANY (%(changed)s) THEN %(session_gap_seconds)s::integer ELSE settings.session_gap_seconds END,
    CASE WHEN 'accept_claims' = ANY (%(changed)s) THEN %(accept_claims)s::boolean ELSE settings.accept_claims END,
    CASE WHEN 'accept_merges' = ANY (%(changed)s) THEN %(accept_merges)s::boolean ELSE settings.accept_merges END,
    CASE WHEN 'retention_days' = ANY (%(changed)s) THEN %(retention_days)s::integer ELSE settings.retention_days END,
    app.id
FROM public.tracked_apps AS app JOIN spoor.settings ON settings.app_id = app.id
WHERE app.id = %(id)s
ON CONFLICT (app_id) DO UPDATE SET
    keep_bots = CASE WHEN 'keep_bots' = ANY (%(changed)s) THEN excluded.keep_bots ELSE own.keep_bots END,
    allowed_origins = CASE WHEN 'allowed_origins' = ANY (%(changed)s) THEN excluded.allowed_origins ELSE own.allowed_origins END,
    allowed_event_names = CASE WHEN 'allowed_event_names' = ANY (%(changed)s) THEN excluded.allowed_event_names ELSE own.allowed_event_names END,
    rate_limit_per_minute = CASE WHEN 'rate_limit_per_minute' = ANY (%(changed)s) THEN excluded.rate_limit_per_minute ELSE own.rate_limit_per_minute END,
    session_gap_seconds = CASE WHEN 'session_gap_seconds' = ANY (%(changed)s) THEN excluded.session_gap_seconds ELSE own.session_gap_seconds END,
    accept_claims = CASE WHEN 'accept_claims' = ANY (%(changed)s) THEN excluded.accept_claims ELSE own.accept_claims END,
    accept_merges = CASE WHEN 'accept_merges' = ANY (%(changed)s) THEN excluded.accept_merges ELSE own.accept_merges END,
    retention_days = CASE WHEN 'retention_days' = ANY (%(changed)s) THEN excluded.retention_days ELSE own.retention_days END
RETURNING keep_bots, allowed_origins, allowed_event_names, rate_limit_per_minute, session_gap_seconds,
    accept_claims, accept_merges, retention_days
