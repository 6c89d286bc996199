/* make_watermarks: for apps that are new; one that is being deleted is left alone */
INSERT INTO session_watermarks (app_id, gap_seconds)
SELECT app.id, app.session_gap_seconds
FROM tracked_apps AS app
WHERE NOT EXISTS (SELECT FROM session_watermarks AS mark WHERE mark.app_id = app.id)
FOR KEY SHARE OF app SKIP LOCKED
ON CONFLICT DO NOTHING
