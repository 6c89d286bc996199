/* find_password_change: when a user's password became what it is */
SELECT max(updated_at) AS changed_at
  FROM public.account
 WHERE user_id = %(user_id)s
   AND provider_id = 'credential'
   AND account_id = %(user_id)s
HAVING max(updated_at) IS NOT NULL
