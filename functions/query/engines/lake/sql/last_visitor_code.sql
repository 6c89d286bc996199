/* last_visitor_code: no file that counts has a higher one */
SELECT coalesce(max(code), 0) AS code FROM spoor.lake_visitors WHERE app_id = %(app_id)s::uuid
