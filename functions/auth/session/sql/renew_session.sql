/* renew_session */
UPDATE public.session
   SET expires_at = %(expires_at)s,
       updated_at = %(updated_at)s
 WHERE id = %(id)s
