/* begin_codes */
INSERT INTO spoor.lake_codes (app_id)
SELECT id FROM public.tracked_apps WHERE id = %(app_id)s::uuid
ON CONFLICT DO NOTHING
