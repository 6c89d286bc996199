/* find_own_account: one account of a user, whatever its provider */
SELECT id,
       account_id,
       provider_id,
       access_token,
       refresh_token,
       id_token,
       access_token_expires_at,
       refresh_token_expires_at,
       scope
  FROM public.account
 WHERE id = %(id)s
   AND user_id = %(user_id)s
