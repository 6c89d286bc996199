/* close_sessions: no event that comes now on time can join them any more */
WITH over AS (
    UPDATE spoor.session_reach SET is_open = false
    WHERE app_id = %(app_id)s::uuid AND is_open AND last_event_at < %(now)s::timestamptz - %(gap)s::interval
    RETURNING session_id, last_event_at
)
UPDATE public.sessions SET ended_at = over.last_event_at
FROM over
WHERE sessions.id = over.session_id
