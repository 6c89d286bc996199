/* delete_annotation */
DELETE FROM annotations
WHERE id = %(id)s AND app_id = %(app_id)s
