/* lock_codes: until the end of the transaction nobody else gives codes of the app */
SELECT visitors, names FROM spoor.lake_codes WHERE app_id = %(app_id)s::uuid FOR UPDATE
