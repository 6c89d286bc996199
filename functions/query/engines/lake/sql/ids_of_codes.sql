/* ids_of_codes: whom codes of files stand for */
SELECT code, anonymous_id FROM spoor.lake_visitors WHERE app_id = %(app_id)s::uuid AND code = ANY (%(codes)s::integer[])
