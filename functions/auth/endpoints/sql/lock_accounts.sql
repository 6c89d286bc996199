/* lock_accounts: in one order, so that two requests do not wait for each other */
SELECT id
  FROM public.account
 WHERE user_id = %(user_id)s
 ORDER BY id
   FOR UPDATE
