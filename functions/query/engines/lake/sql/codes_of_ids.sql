/* codes_of_ids: what ids are called in files; and the codes of those who were erased, which files may still have */
SELECT
    ARRAY (SELECT code FROM spoor.lake_visitors WHERE app_id = %(app_id)s::uuid AND anonymous_id = ANY (%(ids)s::text[])) AS codes,
    ARRAY (SELECT code FROM spoor.lake_erasures WHERE app_id = %(app_id)s::uuid) AS erased
