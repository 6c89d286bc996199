/* list_accounts */
SELECT id, account_id, provider_id, user_id, created_at, updated_at, scope
  FROM public.account
 WHERE user_id = %(user_id)s
 ORDER BY created_at, id
 LIMIT 100
