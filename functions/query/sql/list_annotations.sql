/* list_annotations: of a range, in order of time */
SELECT id, at, text, created_at FROM spoor.annotations
WHERE app_id = %(app_id)s AND at >= %(start)s AND at < %(end)s
ORDER BY at, id
