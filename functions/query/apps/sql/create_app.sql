/* create_app */
INSERT INTO public.tracked_apps (owner_id, name, api_key)
VALUES (%(owner_id)s, %(name)s, %(api_key)s)
RETURNING id, name, api_key, created_at
