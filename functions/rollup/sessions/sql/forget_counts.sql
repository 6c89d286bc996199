/* forget_counts: everything is to be looked at again, with the gap that the app has now */
WITH gone AS (DELETE FROM spoor.session_counts WHERE app_id = %(app_id)s::uuid)
UPDATE spoor.session_watermarks SET gap_seconds = %(gap_seconds)s, checked_down_to = NULL WHERE app_id = %(app_id)s::uuid
