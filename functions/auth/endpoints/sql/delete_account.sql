/* delete_account */
DELETE FROM public.account
 WHERE id = %(id)s
