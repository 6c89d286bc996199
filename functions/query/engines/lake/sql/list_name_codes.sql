/* list_name_codes */
SELECT code, name FROM spoor.lake_names WHERE app_id = %(app_id)s::uuid
