/* consume_verification: the row's lock makes everybody else wait, and then find nothing */
DELETE FROM public.verification
 WHERE identifier = %(identifier)s
   AND expires_at > timezone('UTC', now())
RETURNING value
