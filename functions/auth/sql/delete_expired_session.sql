/* delete_expired_session: unless it was renewed meanwhile */
DELETE FROM public.session
 WHERE id = %(id)s
   AND expires_at <= timezone('UTC', now())
