/* change_annotation: null leaves a part as it is, since neither may be null */
UPDATE spoor.annotations SET at = coalesce(%(at)s, at), text = coalesce(%(text)s, text)
WHERE id = %(id)s AND app_id = %(app_id)s
RETURNING id, at, text, created_at
