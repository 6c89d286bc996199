/* forget_links: what else was mailed to a user, to reset their password or to delete them */
DELETE FROM public.verification
 WHERE value = %(user_id)s
   AND (identifier LIKE 'reset-password:%%' OR identifier LIKE 'delete-account-%%')
