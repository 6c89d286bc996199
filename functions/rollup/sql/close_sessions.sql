/* close_sessions: no event that comes now on time can join them any more */
UPDATE sessions
SET ended_at = coalesce(last_event_at, started_at)
WHERE app_id = %(app_id)s::uuid
    AND ended_at IS NULL
    AND coalesce(last_event_at, started_at) < %(now)s::timestamptz - %(gap)s::interval
