/* forget_sessions: some at a time, as an app may have millions */
DELETE FROM public.sessions
WHERE id = ANY (ARRAY(SELECT id FROM public.sessions WHERE app_id = %(app_id)s::uuid LIMIT %(most)s))
