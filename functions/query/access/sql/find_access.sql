/* find_access: the apps that a user may see, or the one of them, newest first, and what the user is in each. No other
   statement asks whose an app is. */
SELECT id, name, api_key, created_at, session_gap_seconds, horizon, now() AS now, 'owner' AS role
FROM public.tracked_apps JOIN spoor.settings ON settings.app_id = id
WHERE owner_id = %(user_id)s AND (%(app_id)s::uuid IS NULL OR id = %(app_id)s::uuid)
ORDER BY created_at DESC, id
