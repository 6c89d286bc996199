/* find_verification */
SELECT value
  FROM verification
 WHERE identifier = %(identifier)s
   AND expires_at > timezone('UTC', now())
 LIMIT 1
