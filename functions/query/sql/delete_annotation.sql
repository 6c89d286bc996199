/* delete_annotation */
DELETE FROM spoor.annotations
WHERE id = %(id)s AND app_id = %(app_id)s
