/* adopt_sessions: those that the application wrote, some at a time, get a reach like any other */
INSERT INTO spoor.session_reach (session_id, app_id, anonymous_id, started_at, last_event_at, is_open)
SELECT id, app_id, anonymous_id, started_at, greatest(started_at, ended_at), ended_at IS NULL
FROM public.sessions
WHERE app_id = %(app_id)s::uuid AND NOT EXISTS (SELECT FROM spoor.session_reach AS reach WHERE reach.session_id = sessions.id)
LIMIT %(most)s
ON CONFLICT DO NOTHING
