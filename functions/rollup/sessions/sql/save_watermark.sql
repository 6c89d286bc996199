/* save_watermark */
UPDATE spoor.session_watermarks SET checked_down_to = %(checked_down_to)s::timestamptz WHERE app_id = %(app_id)s::uuid
