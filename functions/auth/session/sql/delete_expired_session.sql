/* delete_expired_session: unless it was renewed meanwhile, or is too old for that */
DELETE FROM public.session
 WHERE id = %(id)s
   AND (expires_at <= timezone('UTC', now()) OR %(too_old)s)
