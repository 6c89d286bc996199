/* delete_funnel */
DELETE FROM funnels
WHERE id = %(id)s AND app_id = %(app_id)s
