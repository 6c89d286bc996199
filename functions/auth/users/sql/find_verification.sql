/* find_verification */
SELECT value
  FROM public.verification
 WHERE identifier = %(identifier)s
   AND expires_at > timezone('UTC', now())
 LIMIT 1
