/* forget_count: the password was right */
DELETE FROM spoor.rate_limit
 WHERE key = %(key)s
