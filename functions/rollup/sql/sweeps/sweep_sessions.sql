/* sweep_sessions: Better Auth's columns hold UTC without saying so */
DELETE FROM public.session WHERE expires_at < now() AT TIME ZONE 'UTC'
