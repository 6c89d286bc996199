/* get_scope */
SELECT id, session_gap_seconds, now() AS now FROM tracked_apps
WHERE id = %(id)s AND owner_id = %(owner_id)s
