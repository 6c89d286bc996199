/* forget_count: the password was right */
DELETE FROM rate_limit
 WHERE key = %(key)s
