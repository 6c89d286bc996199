/* find_credential: where a user has a password; the account that find_login takes */
SELECT id, password
  FROM public.account
 WHERE user_id = %(user_id)s
   AND provider_id = 'credential'
   AND account_id = %(user_id)s
   AND password <> ''
 ORDER BY created_at, id
 LIMIT 1
