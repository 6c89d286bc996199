/* find_credential: where a user has a password */
SELECT id, password
  FROM account
 WHERE user_id = %(user_id)s
   AND provider_id = 'credential'
   AND account_id = %(user_id)s
   AND password <> ''
 LIMIT 1
