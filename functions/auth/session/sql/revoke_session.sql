/* revoke_session: of this user and of nobody else */
DELETE FROM public.session
 WHERE token = %(token)s
   AND user_id = %(user_id)s
