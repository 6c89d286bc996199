/* forget_account: what was said of one */
DELETE FROM spoor.account_profiles WHERE app_id = %(app_id)s AND type = %(type)s AND id = %(id)s RETURNING id
