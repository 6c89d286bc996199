/* last_visitor_code: no file that counts has a higher one; and the codes of those who were erased, which files may still
   have */
SELECT coalesce(greatest(max(code), (SELECT max(code) FROM spoor.lake_erasures WHERE app_id = %(app_id)s::uuid)), 0) AS code,
    ARRAY (SELECT code FROM spoor.lake_erasures WHERE app_id = %(app_id)s::uuid) AS erased
FROM spoor.lake_visitors WHERE app_id = %(app_id)s::uuid
