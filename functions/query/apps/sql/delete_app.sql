/* delete_app: its events, sessions, funnels and identities go by their foreign keys */
DELETE FROM public.tracked_apps
WHERE id = %(id)s
