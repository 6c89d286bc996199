/* make_watermarks: for apps that are new; one that is being deleted is left alone */
INSERT INTO spoor.session_watermarks (app_id, gap_seconds)
SELECT app.id, settings.session_gap_seconds
FROM public.tracked_apps AS app
JOIN spoor.settings ON settings.app_id = app.id
WHERE NOT EXISTS (SELECT FROM spoor.session_watermarks AS mark WHERE mark.app_id = app.id)
FOR KEY SHARE OF app SKIP LOCKED
ON CONFLICT DO NOTHING
