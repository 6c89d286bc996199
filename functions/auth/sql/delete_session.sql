/* delete_session */
DELETE FROM public.session
 WHERE token = %(token)s
