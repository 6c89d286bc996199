/* forget_sessions: some at a time, as an app may have millions; those that cannot be made anew stay */
DELETE FROM public.sessions
WHERE id = ANY (ARRAY(
    SELECT id FROM public.sessions
    WHERE app_id = %(app_id)s::uuid AND started_at >= coalesce(
        (SELECT (since + 1)::timestamp AT TIME ZONE 'UTC' FROM spoor.lake_horizons WHERE app_id = %(app_id)s::uuid), '-infinity'
    )
    LIMIT %(most)s
))
